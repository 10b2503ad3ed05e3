TEXTS = {
    ('welcome', 'zh'): '欢迎您，{0}',
    ('welcome', 'en'): 'Welcome, {0}',
}


def render(scene, lang, name):
    template = TEXTS.get((scene, lang)) or TEXTS[(scene, 'zh')]
    return template.format(name)
