"""What call centers talk about: words in their spellings, jobs, lines of business; and names, as people choose and change them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random

# Each row one meaning: English, further English, pinyin, what it is cut to.
_MEANINGS = """
query get fetch lookup chaxun cx|check verify validate jiaoyan chk|send push fasong fs|create add open chuangjian new
cancel revoke quxiao|route dispatch assign fenpei rt|notify remind alert tongzhi|calc compute jisuan|record save log jilu
order trade dingdan ord|balance amount yue bal|identity user yonghu id|appointment booking reserve yuyue appt
callback recall huihu cb|survey satisfaction manyidu|vip member huiyuan|hours worktime gongzuoshijian wh|sms message duanxin msg
ticket workorder gongdan tkt|bill invoice zhangdan|refund return tuikuan|logistics express wuliu exp|policy insurance baodan
card bankcard yinhangka|loan credit daikuan|password pin mima pwd|address location dizhi addr|coupon voucher youhuiquan
point score jifen|repair maintain weixiu|store shop mendian|account acct zhanghu|status state zhuangtai stat|info detail xinxi
number phone haoma num|agent staff zuoxi|queue line paidui|voice tts yuyin|region area diqu|holiday vacation jiejiari
blacklist block heimingdan|doctor clinic yisheng|meter water shuibiao|flight ticketing hangban|package plan taocan
outage fault guzhang|contract agreement hetong|gift present lipin|visit trip shangmen|limit quota edu|rate exchange feilv
progress step jindu|complaint complain tousu|price cost jiage|stock inventory kucun"""
MEANINGS: tuple[tuple[str, ...], ...] = tuple(tuple(one.split()) for one in re.split(r"[|\n]", _MEANINGS.strip()))
_SAME = {word: meaning for meaning in MEANINGS for word in meaning}
VERBS = tuple(one[0] for one in MEANINGS[:9])
THINGS = tuple(one[0] for one in MEANINGS[9:])
_CHINESE = """
查询 校验 发送 创建 取消 分配 通知 计算 记录 订单 余额 身份 预约 回呼 满意度 会员 工作时间 短信 工单 账单 退款 物流 保单 银行卡 贷款
密码 地址 优惠券 积分 维修 门店 账户 状态 信息 号码 坐席 排队 语音 地区 节假日 黑名单 医生 水表 航班 套餐 故障 合同 礼品 上门 额度
费率 进度 投诉 价格 库存"""
CHINESE = dict(zip((*VERBS, *THINGS), _CHINESE.split(), strict=True))
COMPANIES = ("huaxin", "acme", "yunda", "lvzhou", "dfb", "zhonghe", "tongda", "xkyl", "ivr", "ccc", "jx", "kefu")
STYLES = ("snake", "kebab", "camel", "pascal")
_SUFFIXES = ("v2", "new", "prod", "handler", "func", "api", "2", "fn", "async", "ivr", "service")


@dataclass(frozen=True)
class Name:
    """A name as its words and how they are joined."""

    words: tuple[str, ...]
    style: str = "snake"

    def __str__(self) -> str:
        if self.style in {"snake", "kebab"}:
            return ("_" if self.style == "snake" else "-").join(self.words)
        joined = "".join(word[:1].upper() + word[1:] for word in self.words)
        return joined if self.style == "pascal" else joined[:1].lower() + joined[1:]


def spelled(rng: Random, word: str) -> str:
    """Another word for the same."""
    others = [one for one in _SAME.get(word, ()) if one != word]
    return rng.choice(others) if others else word + "s"


def _typo(rng: Random, word: str) -> str:
    at = rng.randrange(max(1, len(word) - 1))
    before, after = word[:at], word[at:]
    return rng.choice([before + after[1:], before + after[:1] + after, before + after[:2][::-1] + after[2:]])


def _inflected(word: str) -> str:
    return word[:-1] if word.endswith("s") else word + "s"


def _at(name: Name, at: int, word: str) -> Name:
    return replace(name, words=(*name.words[:at], word, *name.words[at + 1 :]))


def _several(rng: Random, name: Name) -> Name:
    for at in rng.sample(range(len(name.words)), min(2, len(name.words))):
        name = _at(name, at, spelled(rng, name.words[at]))
    return name if rng.random() < 0.5 else replace(name, words=(*name.words, rng.choice(THINGS)))


def _everything(rng: Random, name: Name) -> Name:
    words = tuple(spelled(rng, word) for word in name.words)
    if rng.random() < 0.5:  # called after what it does now, or after a project
        words = (rng.choice(COMPANIES), rng.choice(THINGS))
    return Name(words, rng.choice(STYLES))


def _spelling(rng: Random, name: Name) -> Name:
    if rng.random() < 0.75:
        return replace(name, style=rng.choice([style for style in STYLES if style != name.style]))
    at = rng.randrange(len(name.words))
    return _at(name, at, _typo(rng, name.words[at]) or name.words[at])


def _one(rng: Random, name: Name) -> Name:
    at = rng.randrange(len(name.words))
    return _at(name, at, spelled(rng, name.words[at]) if rng.random() < 0.7 else rng.choice(THINGS))


def _rest(rng: Random, name: Name) -> Name:
    if len(name.words) > 2 and rng.random() < 0.5:
        return replace(name, words=name.words[:-1])
    at = rng.randrange(len(name.words))
    return _at(name, at, name.words[at][: rng.choice((3, 4))])


# How names of the public histories were changed, and how often.
_CHANGES = (
    (33, _several),
    (30, _one),
    (19, _everything),
    (18, _spelling),
    (15, lambda rng, name: _at(name, at := rng.randrange(len(name.words)), _inflected(name.words[at]))),
    (12, lambda rng, name: replace(name, words=(*name.words, rng.choice(_SUFFIXES)))),
    (10, lambda _, name: replace(name, words=name.words[1:]) if len(name.words) > 2 else replace(name, words=("ivr", *name.words))),
    (8, lambda rng, name: replace(name, words=(rng.choice(COMPANIES), *name.words))),
    (19, _rest),
)


def renamed(rng: Random, name: Name) -> Name:
    """The name as somebody changed it; never the same."""
    while True:
        (_, change), *_ = rng.choices(_CHANGES, [share for share, _ in _CHANGES])
        new = change(rng, name)
        if str(new) != str(name) and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", str(new)):
            return new
