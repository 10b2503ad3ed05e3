def validate(data, rules):
    """检查参数，返回错误列表"""
    errors = []
    for name, rule in rules.items():
        value = data.get(name)
        if value is None:
            if rule.get('required'):
                errors.append('missing ' + name)
            continue
        if not isinstance(value, rule['type']):
            errors.append('bad type of ' + name)
    return errors
