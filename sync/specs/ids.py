"""Identifiers: text is parsed into one of these when it enters, or raises `IdError`; nothing checks it again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NewType

from sync.specs.wording import nearest, shown

Generation = Literal["2.0", "3.0"]
GENERATIONS: tuple[Generation, Generation] = ("2.0", "3.0")
Region = NewType("Region", str)
ServiceName = NewType("ServiceName", str)
FunctionName = NewType("FunctionName", str)
Uid = NewType("Uid", str)
CenterName = NewType("CenterName", str)

# Source: Function Compute "Regions" page (help.aliyun.com/document_detail/52984.html); console names as printed there.
REGION_NAMES: dict[Region, str] = {
    Region("cn-hangzhou"): "华东1（杭州）",
    Region("cn-shanghai"): "华东2（上海）",
    Region("cn-qingdao"): "华北1（青岛）",
    Region("cn-beijing"): "华北2（北京）",
    Region("cn-zhangjiakou"): "华北3（张家口）",
    Region("cn-huhehaote"): "华北5（呼和浩特）",
    Region("cn-wulanchabu"): "华北6（乌兰察布）",
    Region("cn-shenzhen"): "华南1（深圳）",
    Region("cn-chengdu"): "西南1（成都）",
    Region("cn-hongkong"): "中国香港",
    Region("ap-southeast-1"): "新加坡",
    Region("ap-southeast-3"): "马来西亚（吉隆坡）",
    Region("ap-southeast-5"): "印度尼西亚（雅加达）",
    Region("ap-southeast-7"): "泰国（曼谷）",
    Region("ap-northeast-1"): "日本（东京）",
    Region("ap-northeast-2"): "韩国（首尔）",
    Region("eu-central-1"): "德国（法兰克福）",
    Region("eu-west-1"): "英国（伦敦）",
    Region("us-east-1"): "美国（弗吉尼亚）",
    Region("us-west-1"): "美国（硅谷）",
    Region("me-central-1"): "沙特（利雅得）",
}
# Still in the SDKs' endpoint maps, without a console name on that page.
UNNAMED_REGIONS: frozenset[Region] = frozenset(
    map(
        Region,
        [
            "ap-southeast-2",
            "ap-south-1",
            "cn-hangzhou-finance",
            "cn-shanghai-finance-1",
            "cn-heyuan-acdr-1",
            "cn-north-2-gov-1",
        ],
    )
)

# Every region of the vendor has this form; a text of another form is not a region, however new.
_REGION_FORM = re.compile(r"[a-z]{2}-[a-z]+(?:-[a-z0-9]+)*", re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
_UID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_LONGEST_NAME = 128  # FC 3.0 schema and Terraform accept 128; the FC 2.0 text says 64 for functions


class IdError(ValueError):
    """A text that cannot be the identifier it stands for; `hint` states the correction."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where a function lives: region, service, name. `service` is empty for FC 3.0, which has none, and never for FC 2.0."""

    region: Region
    service: str
    name: str

    @property
    def generation(self) -> Generation:
        """Which generation of Function Compute has it."""
        return "2.0" if self.service else "3.0"

    def __str__(self) -> str:
        return "/".join(part for part in (self.region, self.service, self.name) if part)


def _fold(text: str) -> str:
    """One spelling for full- and half-width brackets, spaces and case."""
    return text.strip().replace("（", "(").replace("）", ")").replace(" ", "").casefold()


def _spellings() -> dict[str, Region]:
    known = {_fold(name): region for region, name in REGION_NAMES.items()}
    # The console and the manual also print the part before the bracket alone: 华东1.
    known |= {
        _fold(name.split("（")[0]): region for region, name in REGION_NAMES.items() if name[:2] in {"华东", "华北", "华南", "西南"}
    }
    return known | {_fold(region): region for region in (*REGION_NAMES, *UNNAMED_REGIONS)}


_REGIONS = _spellings()
_SUCH_AS = "use an id such as cn-hangzhou or a console name such as 华东1（杭州）"


def parse_region(text: str) -> Region:
    """A region from its id (`cn-shenzhen`) or console name (`华南1（深圳）`, either bracket width)."""
    region = _REGIONS.get(_fold(text))
    if region is None:
        near = nearest(_fold(text), _REGIONS)
        meant = f"did you mean {_REGIONS[near]!r}? " if near else ""
        raise IdError(f"unknown region {shown(text)}", meant + _SUCH_AS)
    return region


def is_known_region(region: Region) -> bool:
    """Whether this program knows the region by its id, so that it can be read."""
    return region in REGION_NAMES or region in UNNAMED_REGIONS


def may_be_region(text: str) -> bool:
    """Whether a text has the form of a region's id; one that is not known may be newer than this program."""
    return _REGION_FORM.fullmatch(text) is not None


def region_label(region: Region) -> str:
    """The id with its console name, for people: `cn-shenzhen 华南1（深圳）`."""
    name = REGION_NAMES.get(region)
    return f"{region} {name}" if name else str(region)


def _parse_name(kind: str, text: str) -> str:
    if not _NAME.fullmatch(text) or len(text) > _LONGEST_NAME:
        raise IdError(
            f"{shown(text)} cannot be the name of a {kind}",
            f"1 to {_LONGEST_NAME} of A-Z a-z 0-9 _ -, beginning with a letter or _",
        )
    return text


def parse_service_name(text: str) -> ServiceName:
    """A Function Compute service name (FC CreateService: letters, digits, _ and -, first a letter or _)."""
    return ServiceName(_parse_name("service", text))


def parse_function_name(text: str) -> FunctionName:
    """A Function Compute function name (FC CreateFunction: same alphabet as services)."""
    return FunctionName(_parse_name("function", text))


def parse_uid(text: str) -> Uid:
    """A function's identity in the registry: lower-case letters, digits and inner dashes, at most 64."""
    if not _UID.fullmatch(text):
        raise IdError(f"{shown(text)} cannot be a uid", "1 to 64 of a-z 0-9 and inner dashes, e.g. check-user-identity")
    return Uid(text)


def parse_center_name(text: str) -> CenterName:
    """A center's short name in the registry: same alphabet as a uid."""
    if not _UID.fullmatch(text):
        raise IdError(f"{shown(text)} cannot be the name of a center", "1 to 64 of a-z 0-9 and inner dashes, e.g. hotline")
    return CenterName(text)


def parse_former_address(text: str, now: Address) -> Address:
    """An earlier address: `name`, `service/name` or `region/service/name`; what is left out is as it is `now`.

    FC 3.0 has no service: a function that has one now or had none then is written `region//name`.
    """
    match text.split("/"):
        case [name]:
            return Address(now.region, now.service, parse_function_name(name))
        case [service, name]:
            if _fold(service) in _REGIONS:
                hint = f"write {service}/my-service/{name}, or {service}//{name} for FC 3.0"
                raise IdError(f"{shown(text)} has a region and no service", hint)
            return Address(now.region, parse_service_name(service), parse_function_name(name))
        case [region, service, name]:
            return Address(parse_region(region), parse_service_name(service) if service else "", parse_function_name(name))
        case _:
            raise IdError(f"{shown(text)} is not an address", "write name, service/name or region/service/name")


def is_possible(address: Address) -> bool:
    """Whether such a function could exist at all: a registration may name what somebody mistyped."""
    try:
        parse_function_name(address.name)
        if address.service:
            parse_service_name(address.service)
        return parse_region(address.region) == address.region
    except IdError:
        return False
