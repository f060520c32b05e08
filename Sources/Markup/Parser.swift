internal import CXML2
internal import Glibc

/// Runs libxml2's parsers so that hostile input ends in a tree or a typed error, soon and in bounded memory.
enum Parser {
  /// Real pages stay below 300 levels, unclosed inline tags on long listings reach a few thousand.
  static let maximumDepth = 10_000
  /// A node costs about 170 bytes, so this bounds a tree to a few hundred megabytes.
  static let maximumNodes = 1_000_000

  static func parse(
    _ bytes: [UInt8], as syntax: Document.Syntax, keepsScripts: Bool
  ) throws(MarkupError) -> (tree: xmlDocPtr, isWellFormed: Bool) {
    guard bytes.count <= Document.maximumBytes else {
      throw .tooLarge(bytes: bytes.count, limit: Document.maximumBytes)
    }
    Library.start()
    let clean = cleaned(bytes, for: syntax)
    var isWellFormed = true
    let (tree, exceeded) = clean.withUnsafeBytes { text in
      var run = ParserRun(text, keepsScripts: keepsScripts)
      return withUnsafeMutablePointer(to: &run) { run in
        let tree = syntax == .html ? readHTML(run) : readXML(run)
        isWellFormed = run.pointee.isWellFormed
        return (tree, run.pointee.exceeded)
      }
    }
    if let tree, exceeded == nil, syntax == .html || xmlDocGetRootElement(tree) != nil { return (tree, isWellFormed) }
    if let tree { xmlFreeDoc(tree) }
    if let exceeded { throw exceeded }
    guard syntax == .html else { throw .notXML }
    // libxml2 makes no tree of an empty page; ours is an empty document.
    guard let empty = htmlNewDocNoDtD(nil, nil) else { throw .outOfMemory }
    return (empty, true)
  }

  /// libxml2 ends a document at the first NUL, and an XML declaration must be the first thing.
  private static func cleaned(_ bytes: [UInt8], for syntax: Document.Syntax) -> [UInt8] {
    var bytes = bytes
    let holdsNUL = bytes.withUnsafeBytes { text in
      text.baseAddress.map { memchr($0, 0, text.count) != nil } ?? false
    }
    if holdsNUL { bytes.removeAll { $0 == 0 } }
    if syntax == .xml, let first = bytes.firstIndex(where: { !$0.isASCIISpace }), first > 0 {
      bytes.removeFirst(first)
    }
    return bytes
  }

  private static func readHTML(_ run: UnsafeMutablePointer<ParserRun>) -> xmlDocPtr? {
    guard let parser = htmlNewParserCtxt() else { return nil }
    defer { htmlFreeParserCtxt(parser) }
    run.pointee.attach(to: parser, run)
    parser.pointee.sax.pointee.startElement = ParserRun.startElement
    let buffer = xmlParserInputBufferCreateIO(ParserRun.read, nil, run, XML_CHAR_ENCODING_NONE)
    guard let buffer, let input = xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE) else { return nil }
    inputPush(parser, input)
    // The byte limit is ours, so libxml2's own limit on text nodes may go.
    parser.pointee.options |= Int32(XML_PARSE_HUGE.rawValue)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
      | HTML_PARSE_NODEFDTD.rawValue
    htmlCtxtUseOptions(parser, Int32(options))
    parser.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
    htmlParseDocument(parser)
    return parser.pointee.myDoc
  }

  private static func readXML(_ run: UnsafeMutablePointer<ParserRun>) -> xmlDocPtr? {
    guard let parser = xmlNewParserCtxt() else { return nil }
    defer { xmlFreeParserCtxt(parser) }
    run.pointee.attach(to: parser, run)
    parser.pointee.sax.pointee.startElementNs = ParserRun.startElementNs
    parser.pointee.sax.pointee.characters = ParserRun.characters
    // Without declared entities there is nothing to expand, hence no entity bomb.
    parser.pointee.sax.pointee.entityDecl = nil
    let options =
      XML_PARSE_RECOVER.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    let tree = xmlCtxtReadIO(parser, ParserRun.read, nil, run, nil, nil, Int32(options))
    run.pointee.forgiveError()
    return tree
  }
}

/// libxml2's process-wide state, set once before the first parse.
enum Library {
  static func start() { _ = started }

  private static let started: Void = {
    xmlInitParser()
    stocktake_xml_silence()
    xmlSetExternalEntityLoader { _, _, _ in nil }
  }()
}

extension UInt8 {
  /// HTML's white space: space, tab, LF, FF, CR.
  var isASCIISpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }
}
