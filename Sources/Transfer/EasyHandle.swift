internal import CCurl
internal import Glibc

/// The owner of one libcurl easy handle and of the exchange it is making.
///
/// Callbacks find this object through the handle's context pointers, so it stays put and alive while libcurl works.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private let session: CurlSession
  private var headerList: UnsafeMutablePointer<curl_slist>?
  /// What `headerList` says.
  private var headers: [Header] = []
  private(set) var exchange: Exchange?
  /// Whether the exchange set options that the next one must not find.
  private var isSpecial = false

  /// Nil when libcurl has no memory.
  init?(_ session: CurlSession) {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    self.session = session
    setCommonOptions()
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(headerList)
  }

  /// What all exchanges have in common.
  private func setCommonOptions() {
    let limits = session.limits
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_USERAGENT, session.userAgent)
    set(CURLOPT_ACCEPT_ENCODING, "")
    set(CURLOPT_COOKIEFILE, "")
    for option in [CURLOPT_NOSIGNAL, CURLOPT_PATH_AS_IS, CURLOPT_SUPPRESS_CONNECT_HEADERS, CURLOPT_TCP_KEEPALIVE] {
      set(option, 1)
    }
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(limits.connectSeconds * 1000))
    _ = stocktake_set_pointer(pointer, CURLOPT_SHARE, session.share)
    setCallbacks()
  }

  /// Sets up the handle for one exchange; connections, cookies and TLS sessions of the multi handle are kept.
  func prepare(_ call: Call, token: Int, startedAt: Double) {
    exchange = Exchange(
      token: token, startedAt: startedAt, limits: session.limits,
      refusesPrivateAddresses: call.refusesPrivateAddresses && !session.usesProxy)
    set(CURLOPT_URL, call.url)
    let seconds = min(session.limits.totalSeconds, max(0.001, call.secondsLeft ?? .infinity))
    set(CURLOPT_TIMEOUT_MS, Int(seconds * 1000))
    setMethod(call)
    setHeaders(call.headers)
  }

  /// Forgets the exchange.
  func finish() -> Exchange? {
    if isSpecial {
      curl_easy_reset(pointer)
      headers = []
      setCommonOptions()
      isSpecial = false
    }
    defer { exchange = nil }
    return exchange
  }

  private func setMethod(_ call: Call) {
    // Credentials in an address are not to be found by the next one either.
    isSpecial = call.body != nil || call.method != "GET" || call.url.utf8.contains(UInt8(ascii: "@"))
    if let body = call.body {
      set(CURLOPT_POST, 1)
      body.withUnsafeBytes { bytes in
        _ = stocktake_set_long(pointer, CURLOPT_POSTFIELDSIZE, bytes.count)
        _ = stocktake_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      }
    }
    if call.method == "HEAD" {
      set(CURLOPT_NOBODY, 1)
    } else if call.method != (call.body == nil ? "GET" : "POST") {
      set(CURLOPT_CUSTOMREQUEST, call.method)
    }
  }

  private func setHeaders(_ headers: [Header]) {
    if headers == self.headers { return }
    self.headers = headers
    curl_slist_free_all(headerList)
    headerList = nil
    for header in headers {
      // A line break in a value would be a second header; values come from records and the environment.
      let isOneLine = !header.value.utf8.contains { $0 == 0x0A || $0 == 0x0D }
      let value = isOneLine ? header.value : header.value.filter { !$0.isNewline }
      headerList = curl_slist_append(headerList, "\(header.name): \(value)") ?? headerList
    }
    _ = stocktake_set_pointer(pointer, CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(headerList))
  }

  private func setCallbacks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    _ = stocktake_set_pointer(pointer, CURLOPT_WRITEDATA, context)
    _ = stocktake_set_bytes_callback(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let chunk = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return EasyHandle.exchange(context)?.takeBody(chunk) == true ? chunk.count : 0
    }
    _ = stocktake_set_pointer(pointer, CURLOPT_HEADERDATA, context)
    _ = stocktake_set_bytes_callback(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return EasyHandle.exchange(context)?.takeHeaderLine(line) == true ? line.count : 0
    }
    _ = stocktake_set_pointer(pointer, CURLOPT_OPENSOCKETDATA, context)
    _ = stocktake_set_socket_callback(pointer) { context, _, address in
      guard let context, let address else { return CURL_SOCKET_BAD }
      guard EasyHandle.exchange(context)?.mayConnect(to: stocktake_address(address)) == true else {
        return CURL_SOCKET_BAD
      }
      let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
      return socket(address.pointee.family, kind, address.pointee.protocol)
    }
  }

  /// The exchange of the handle that a callback was given.
  private static func exchange(_ context: UnsafeMutableRawPointer) -> Exchange? {
    Unmanaged<EasyHandle>.fromOpaque(context).takeUnretainedValue().exchange
  }

  private func set(_ option: CURLoption, _ value: Int) { _ = stocktake_set_long(pointer, option, value) }
  private func set(_ option: CURLoption, _ value: String) { _ = stocktake_set_text(pointer, option, value) }

  /// The peer's numeric address.
  var peerAddress: String? {
    var text: UnsafePointer<CChar>?
    guard stocktake_get_text(pointer, CURLINFO_PRIMARY_IP, &text) == CURLE_OK, let text else { return nil }
    return String(cString: text)
  }

  var responseCode: Int {
    var value = 0
    return stocktake_get_long(pointer, CURLINFO_RESPONSE_CODE, &value) == CURLE_OK ? value : 0
  }

  /// Seconds until the request was sent.
  var sentAfterSeconds: Double { seconds(CURLINFO_PRETRANSFER_TIME_T) }
  /// Seconds until the first byte of the answer came.
  var answeredAfterSeconds: Double { seconds(CURLINFO_STARTTRANSFER_TIME_T) }

  private func seconds(_ info: CURLINFO) -> Double {
    var microseconds: curl_off_t = 0
    _ = stocktake_get_offset(pointer, info, &microseconds)
    return Double(microseconds) / 1e6
  }

  var downloadedBytes: Int {
    var bytes: curl_off_t = 0
    _ = stocktake_get_offset(pointer, CURLINFO_SIZE_DOWNLOAD_T, &bytes)
    return Int(bytes)
  }
}
