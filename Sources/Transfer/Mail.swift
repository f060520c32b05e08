internal import CCurl

/// A message on its way to a mail server (RFC 5321).
package struct Mail: Sendable {
  /// `smtp://user:password@host:587`, or `smtps://…` for TLS from the first byte.
  package var server: String
  package var from: String
  package var recipients: [String]
  /// Header and body as RFC 5322 has them, lines ended by CRLF.
  package var message: [UInt8]
  /// Whether the connection must be encrypted; off only for a server on this machine.
  package var requiresTLS = true
  /// Certificates to trust in place of the system's.
  package var authorities: String?
  package var timeoutSeconds = 20.0

  package init(server: String, from: String, recipients: [String], message: [UInt8]) {
    self.server = server
    self.from = from
    self.recipients = recipients
    self.message = message
  }

  /// Hands the message to the server and waits until it has taken it.
  ///
  /// A refusal for now (4yz, as greylisting gives) is transient, one for good (5yz) is not (RFC 5321 §4.2.1).
  package func send() throws(TransferError) {
    guard CurlTransport.isReady, let handle = MailHandle(self) else {
      throw TransferError(.other, "libcurl could not be set up")
    }
    try handle.perform()
  }
}

/// The owner of the easy handle, lists and text of one mail.
private final class MailHandle {
  private let pointer: UnsafeMutableRawPointer
  private var recipients: UnsafeMutablePointer<curl_slist>?
  private let message: [UInt8]
  private var sentBytes = 0

  init?(_ mail: Mail) {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    message = mail.message
    for recipient in mail.recipients { recipients = curl_slist_append(recipients, recipient) ?? recipients }
    set(CURLOPT_URL, mail.server)
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    set(CURLOPT_MAIL_FROM, mail.from)
    set(CURLOPT_USE_SSL, Int((mail.requiresTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
    if let authorities = mail.authorities { set(CURLOPT_CAINFO, authorities) }
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_UPLOAD, 1)
    set(CURLOPT_TIMEOUT_MS, Int(mail.timeoutSeconds * 1000))
    _ = stocktake_set_pointer(pointer, CURLOPT_MAIL_RCPT, UnsafeMutableRawPointer(recipients))
    _ = stocktake_set_pointer(pointer, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
    _ = stocktake_set_bytes_callback(pointer, CURLOPT_READFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
      return Unmanaged<MailHandle>.fromOpaque(context).takeUnretainedValue().fill(room)
    }
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(recipients)
  }

  private func set(_ option: CURLoption, _ value: Int) { _ = stocktake_set_long(pointer, option, value) }
  private func set(_ option: CURLoption, _ value: String) { _ = stocktake_set_text(pointer, option, value) }

  /// Gives libcurl the next bytes of the message; 0 ends it.
  private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let part = message[sentBytes...].prefix(room.count)
    room.copyBytes(from: part)
    sentBytes += part.count
    return part.count
  }

  func perform() throws(TransferError) {
    let code = curl_easy_perform(pointer)
    guard code != CURLE_OK else { return }
    var reply = 0
    _ = stocktake_get_long(pointer, CURLINFO_RESPONSE_CODE, &reply)
    let error = CurlCode.error(code)
    throw switch reply {
    case 400..<500: TransferError(.reset, "the mail server answered \(reply): \(error.message)")
    case 500..<600: TransferError(.badReply, "the mail server answered \(reply): \(error.message)")
    default: error
    }
  }
}
