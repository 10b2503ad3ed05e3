'use strict';

const StringUtils = {
  isBlank: function (s) {
    return s === null || s === undefined || String(s).trim().length === 0;
  },
  isNotBlank: function (s) {
    return !StringUtils.isBlank(s);
  },
};

class CardLossDTO {
  constructor(map) {
    this.cardNo = map.cardNo;
    this.certNo = map.certNo;
    this.mobile = StringUtils.isNotBlank(map.mobile) ? map.mobile : null;
  }

  getCardNo() { return this.cardNo; }
  getCertNo() { return this.certNo; }
  getMobile() { return this.mobile; }
}

class Result {
  static success(data) { return new Result('000000', '成功', data); }
  static error(code, msg) { return new Result(code, msg, null); }
  constructor(code, msg, data) {
    this.respCode = code;
    this.respMsg = msg;
    this.data = data;
  }
}

class CardLossServiceImpl {
  execute(dto) {
    if (StringUtils.isBlank(dto.getCardNo())) {
      return Result.error('100001', '卡号不能为空');
    }
    if (StringUtils.isBlank(dto.getCertNo())) {
      return Result.error('100002', '证件号不能为空');
    }
    return Result.success({ lossNo: dto.getCardNo().substr(-4), smsTo: dto.getMobile() });
  }
}

exports.handler = function (event, context, callback) {
  const dto = new CardLossDTO(JSON.parse(event));
  callback(null, new CardLossServiceImpl().execute(dto));
};
