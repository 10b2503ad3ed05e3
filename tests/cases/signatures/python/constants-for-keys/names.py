CODE = 'code'
LANG = 'lang'
