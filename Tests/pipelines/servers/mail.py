"""A mail server on a loopback port of its own: prints the port, keeps every message it takes as FOLDER/<number>.eml.

usage: mail.py FOLDER [--certificate FILE --key FILE] [--user NAME --password TEXT] [--busy N] [--seconds N]

With a certificate it offers STARTTLS and takes mail over it only; with a user it asks for the password; it answers the
first N messages with 451, as greylisting does. Ends when it is killed or after so many seconds.
"""

import argparse
import ssl
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, folder, busy):
        self.folder, self.busy, self.count = Path(folder), busy, 0

    async def handle_DATA(self, server, session, envelope):
        if self.busy:
            self.busy -= 1
            return "451 4.7.1 come back later"
        self.count += 1
        head = f"X-From: {envelope.mail_from}\r\nX-To: {','.join(envelope.rcpt_tos)}\r\nX-TLS: {session.ssl is not None}\r\n"
        part = self.folder / f"{self.count}.part"
        part.write_bytes(head.encode() + envelope.content)
        part.rename(self.folder / f"{self.count}.eml")
        return "250 taken"


class Server(Controller):
    """Picks a free port and knows it."""

    def __init__(self, options):
        super().__init__(Keeper(options.folder, options.busy), hostname="127.0.0.1", port=0)
        self.options = options

    def factory(self):
        options, context, authenticator = self.options, None, None
        if options.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(options.certificate, options.key)
        if options.user:
            expected = (options.user.encode(), options.password.encode())

            def authenticator(server, session, envelope, mechanism, data):
                return AuthResult(success=(data.login, data.password) == expected)

        return SMTP(
            self.handler, hostname="localhost", tls_context=context, require_starttls=context is not None,
            authenticator=authenticator, auth_required=authenticator is not None,
        )

    def _trigger_server(self):
        """The base class would connect to the port it was given, which is 0."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    server = Server(options)
    server.start()
    print(server.server.sockets[0].getsockname()[1], flush=True)
    threading.Event().wait(options.seconds)


main()
