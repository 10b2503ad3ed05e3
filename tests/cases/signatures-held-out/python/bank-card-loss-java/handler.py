# coding=utf-8
import json


class CardLossRequest(object):
    def __init__(self):
        self.card_no = None
        self.id_last4 = None
        self.channel = None

    def setCardNo(self, v):
        self.card_no = v
        return self

    def setIdLast4(self, v):
        self.id_last4 = v
        return self

    def setChannel(self, v):
        self.channel = v
        return self

    def getCardNo(self):
        return self.card_no

    def getIdLast4(self):
        return self.id_last4

    def getChannel(self):
        return self.channel


class CardLossServiceImpl(object):
    def reportLoss(self, request):
        if request.getCardNo() is None or len(request.getCardNo()) < 16:
            return CardLossResult(False, "INVALID_CARD")
        if request.getIdLast4() is None:
            return CardLossResult(False, "INVALID_ID")
        return CardLossResult(True, "OK", "L" + request.getCardNo()[-4:])


class CardLossResult(object):
    def __init__(self, success, code, lossNo=None):
        self.success = success
        self.code = code
        self.lossNo = lossNo

    def toMap(self):
        m = {}
        m["success"] = self.success
        m["code"] = self.code
        m["lossNo"] = self.lossNo
        return m


def handler(event, context):
    params = json.loads(event)
    request = CardLossRequest().setCardNo(params.get("cardNo")).setIdLast4(params.get("idLast4")).setChannel(params.get("channel", "IVR"))
    service = CardLossServiceImpl()
    return json.dumps(service.reportLoss(request).toMap())
