from .errors import MissingParameter

VIP = {'13800000000': 'gold', '13900000000': 'silver'}


class MemberService:
    """会员服务"""

    QUEUES = {'gold': 'vip-queue', 'silver': 'normal-queue'}

    def level_of(self, request):
        mobile = self._require(request, 'mobile')
        return VIP.get(mobile)

    def queue_for(self, level):
        return self.QUEUES.get(level, 'normal-queue')

    @staticmethod
    def _require(request, key):
        value = request.get(key)
        if value in (None, ''):
            raise MissingParameter(key)
        return value
