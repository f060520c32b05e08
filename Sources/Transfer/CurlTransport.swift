internal import CCurl
internal import Glibc
internal import Posix
internal import Synchronization

/// What the exchanges of one run share: cookies, name lookups, TLS sessions, identity and limits.
final class CurlSession {
  let userAgent: String
  let limits: TransferLimits
  let share: UnsafeMutableRawPointer?
  /// Behind a proxy the connected address is the proxy's and says nothing of the site.
  let usesProxy: Bool

  init(userAgent: String, limits: TransferLimits) {
    self.userAgent = userAgent
    self.limits = limits
    usesProxy = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains { (name: String) in
      Environment.value(name) != nil
    }
    share = curl_share_init()
    for data in [CURL_LOCK_DATA_COOKIE, CURL_LOCK_DATA_DNS, CURL_LOCK_DATA_SSL_SESSION] {
      _ = share.map { stocktake_share_set($0, data) }
    }
  }

  deinit { curl_share_cleanup(share) }
}

/// Exchanges by libcurl's multi interface, many at once on one thread.
package final class CurlTransport: Transport {
  private let multi: UnsafeMutableRawPointer?
  private let session: CurlSession
  private var active: [UnsafeMutableRawPointer: EasyHandle] = [:]
  private var idle: [EasyHandle] = []
  private let waker: Waker
  /// Exchanges that could not even be started.
  private var stillborn: [Ended] = []

  static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  package init(userAgent: String, limits: TransferLimits) {
    multi = Self.isReady ? curl_multi_init() : nil
    waker = Waker(multi)
    session = CurlSession(userAgent: userAgent, limits: limits)
    if let multi {
      _ = stocktake_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.connections)
      _ = stocktake_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.connections)
    }
  }

  deinit {
    waker.close()
    for handle in active.values { curl_multi_remove_handle(multi, handle.pointer) }
    active = [:]
    idle = []
    curl_multi_cleanup(multi)
  }

  package var monotonicSeconds: Double { Clock.monotonicSeconds }
  package var wallSeconds: Double { Clock.wallSeconds }

  package func start(_ call: Call, token: Int) {
    guard let multi, let handle = idle.popLast() ?? EasyHandle(session) else {
      let error = TransferError(.other, "libcurl could not be set up")
      return stillborn.append(Ended(token: token, outcome: .failure(error), seconds: 0))
    }
    handle.prepare(call, token: token, startedAt: monotonicSeconds)
    let code = curl_multi_add_handle(multi, handle.pointer)
    guard code == CURLM_OK else {
      let error = TransferError(.other, String(cString: curl_multi_strerror(code)))
      return stillborn.append(Ended(token: token, outcome: .failure(error), seconds: 0))
    }
    active[handle.pointer] = handle
  }

  package var wake: @Sendable () -> Void {
    let waker = waker
    return { waker.wake() }
  }

  /// The part of the transport that other threads may use.
  private final class Waker: Sendable {
    private let multi: Mutex<UInt?>
    let isAwake = Atomic(false)

    init(_ multi: UnsafeMutableRawPointer?) { self.multi = Mutex(multi.map { UInt(bitPattern: $0) }) }

    /// curl_multi_wakeup is the one function of a multi handle that any thread may call.
    func wake() {
      isAwake.store(true, ordering: .releasing)
      multi.withLock { multi in
        _ = multi.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }.map { curl_multi_wakeup($0) }
      }
    }

    /// Lets go of the handle before it is freed.
    func close() { multi.withLock { $0 = nil } }
  }

  package func wait(until deadline: Double?, orReadable descriptor: Int32?) -> [Ended] {
    while true {
      var running: Int32 = 0
      _ = curl_multi_perform(multi, &running)
      var ended = stillborn
      stillborn = []
      while let next = takeEnded() { ended.append(next) }
      let left = deadline.map { $0 - monotonicSeconds }
      if !ended.isEmpty || (left ?? 1) <= 0 || (active.isEmpty && deadline == nil && descriptor == nil) { return ended }
      if poll(seconds: left, descriptor) || waker.isAwake.exchange(false, ordering: .acquiring) { return [] }
    }
  }

  /// Waits for the network; true when `descriptor` has something to read.
  private func poll(seconds: Double?, _ descriptor: Int32?) -> Bool {
    let milliseconds = Int32(clamping: Int(((seconds ?? 1) * 1000).rounded(.up)))
    guard let descriptor else {
      _ = curl_multi_poll(multi, nil, 0, milliseconds, nil)
      return false
    }
    var extra = curl_waitfd(fd: descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
    _ = curl_multi_poll(multi, &extra, 1, milliseconds, nil)
    return extra.revents != 0
  }

  private func takeEnded() -> Ended? {
    var waiting: Int32 = 0
    while let message = curl_multi_info_read(multi, &waiting) {
      guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
        let handle = active.removeValue(forKey: pointer)
      else { continue }
      let code = message.pointee.data.result
      var reply = reply(of: handle)
      reply.headers = handle.exchange?.takeHeaders() ?? HeaderFields()
      let isFromPublicAddress = reply.isFromPublicAddress
      curl_multi_remove_handle(multi, pointer)
      guard let exchange = handle.finish() else { continue }
      idle.append(handle)
      var outcome = CurlCode.outcome(code, reply, exchange)
      if case .success = outcome, exchange.isBroken(byPublicAddress: isFromPublicAddress) {
        outcome = .failure(TransferError(.privateAddress, "a public page redirects to a private address"))
      }
      return Ended(token: exchange.token, outcome: outcome, seconds: monotonicSeconds - exchange.startedAt)
    }
    return nil
  }

  private func reply(of handle: EasyHandle) -> Reply {
    var reply = Reply(status: handle.responseCode)
    // Only redirects and what they lead to are judged by their address.
    if (300..<400).contains(reply.status) || handle.exchange?.refusesPrivateAddresses == true {
      reply.isFromPublicAddress =
        !session.usesProxy && handle.peerAddress.flatMap { NetworkAddress($0) }?.isPublic == true
    }
    reply.sentAfterSeconds = handle.sentAfterSeconds
    reply.answeredAfterSeconds = handle.answeredAfterSeconds
    reply.wireBytes = handle.downloadedBytes
    return reply
  }
}
