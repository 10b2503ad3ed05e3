import os
import requests


class LibraryClient:
    base = os.environ.get('LIB_URL', 'http://lib.example.com')

    def __init__(self):
        self.session = requests.Session()

    def login(self, card, pin):
        return self.session.post(self.base + '/login', json={'card': card, 'pin': pin}).ok

    def loans(self, card):
        return self.session.get(self.base + '/loans', params={'card': card}).json()

    def renew(self, book):
        return self.session.post(self.base + '/renew', json={'id': book}).ok
