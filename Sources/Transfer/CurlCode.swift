internal import CCurl

/// What libcurl's result codes mean here.
enum CurlCode {
  /// The reply with its body, or why there is none.
  static func outcome(_ code: CURLcode, _ reply: Reply, _ exchange: Exchange) -> Result<Reply, TransferError> {
    if let refusal = exchange.refusal { return .failure(refusal) }
    guard code == CURLE_OK else { return .failure(error(code)) }
    guard (200...599).contains(reply.status) else {
      return .failure(TransferError(.badReply, "status \(reply.status) is no final status"))
    }
    var reply = reply
    reply.body = exchange.takeWholeBody()
    return .success(reply)
  }

  static func error(_ code: CURLcode) -> TransferError {
    let text = String(cString: curl_easy_strerror(code))
    return TransferError(failure(code), "\(text) (curl \(code.rawValue))")
  }

  private static func failure(_ code: CURLcode) -> TransferError.Code {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .resolve
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
    case CURLE_COULDNT_CONNECT: .connect
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM, CURLE_HTTP2: .reset
    case CURLE_PARTIAL_FILE: .shortBody
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      .tls
    case CURLE_BAD_CONTENT_ENCODING: .badEncoding
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_FTP_ACCEPT_FAILED: .badReply
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    default: .other
    }
  }
}
