TEXTS = {'no_more': '没有更多报告', 'report': '{title}，{state}'}


def speak(name, **args):
    return TEXTS[name].format(**args)
