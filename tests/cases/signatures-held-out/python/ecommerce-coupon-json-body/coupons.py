class CouponError(Exception):
    pass


def grant(user, template, count):
    if int(count) > 10:
        raise CouponError('too many')
    return '%s-%s-%s' % (template, user, count)
