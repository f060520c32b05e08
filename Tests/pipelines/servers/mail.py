"""A mail server on a loopback port of its own: prints the port, keeps every message it takes as FOLDER/<number>.eml.

usage: mail.py FOLDER [--certificate FILE --key FILE] [--user NAME --password TEXT] [--busy N] [--seconds N]

With a certificate it offers STARTTLS and takes mail over it only; with a user it asks for the password; it answers the
first N messages with 451, as greylisting does. Ends when it is killed or after so many seconds.
"""

import argparse
import asyncio
import ssl
from pathlib import Path

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


def protocol(options, keeper, loop):
    """What speaks with one client."""
    context, authenticator = None, None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    if options.user:
        expected = (options.user.encode(), options.password.encode())

        def authenticator(server, session, envelope, mechanism, data):
            # Not handled: the answer, 535 where it does not fit, is left to the library.
            return AuthResult(success=(data.login, data.password) == expected, handled=False)

    return SMTP(
        keeper, hostname="localhost", loop=loop, tls_context=context, require_starttls=context is not None,
        authenticator=authenticator, auth_required=authenticator is not None,
    )


async def serve(options):
    loop, keeper = asyncio.get_running_loop(), Keeper(options.folder, options.busy)
    server = await loop.create_server(lambda: protocol(options, keeper, loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(options.seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--busy", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=120)
    asyncio.run(serve(parser.parse_args()))


main()
