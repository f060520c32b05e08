internal import CXML2
internal import Glibc

/// Runs libxml2's parsers so that hostile input ends in a tree or a typed error.
enum Parser {
  /// Real pages stay below 300 levels, unclosed inline tags on long listings reach a few thousand.
  static let maximumDepth = 20_000
  /// A node costs about 170 bytes, so this bounds a tree to a few hundred megabytes.
  static let maximumNodes = 1_000_000

  static func parse(
    _ bytes: [UInt8], as syntax: Document.Syntax
  ) throws(MarkupError) -> (tree: xmlDocPtr, isWellFormed: Bool) {
    guard bytes.count <= Document.maximumBytes else {
      throw .tooLarge(bytes: bytes.count, limit: Document.maximumBytes)
    }
    Library.start()
    let clean = cleaned(bytes, for: syntax)
    var budget = Budget()
    let tree = clean.withUnsafeBufferPointer { text in
      withUnsafeMutablePointer(to: &budget) { budget in
        switch syntax {
        case .html: readHTML(text, budget)
        case .xml: readXML(text, budget)
        }
      }
    }
    if let exceeded = budget.exceeded {
      if let tree { xmlFreeDoc(tree) }
      throw exceeded
    }
    if let tree, syntax == .html || xmlDocGetRootElement(tree) != nil { return (tree, budget.isWellFormed) }
    if let tree { xmlFreeDoc(tree) }
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

  private static func readHTML(
    _ text: UnsafeBufferPointer<UInt8>, _ budget: UnsafeMutablePointer<Budget>
  ) -> xmlDocPtr? {
    guard let context = htmlCreateMemoryParserCtxt(text.chars, Int32(text.count)) else { return nil }
    defer { htmlFreeParserCtxt(context) }
    context.pointee._private = UnsafeMutableRawPointer(budget)
    context.pointee.sax.pointee.startElement = startElement
    context.pointee.sax.pointee.serror = { _, _ in }
    // The byte limit is ours, so libxml2's own limit on text nodes may go.
    context.pointee.options |= Int32(XML_PARSE_HUGE.rawValue)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NONET.rawValue | HTML_PARSE_COMPACT.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
      | HTML_PARSE_NODEFDTD.rawValue
    htmlCtxtUseOptions(context, Int32(options))
    context.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
    htmlParseDocument(context)
    return context.pointee.myDoc
  }

  private static func readXML(
    _ text: UnsafeBufferPointer<UInt8>, _ budget: UnsafeMutablePointer<Budget>
  ) -> xmlDocPtr? {
    guard let context = xmlNewParserCtxt() else { return nil }
    defer { xmlFreeParserCtxt(context) }
    context.pointee._private = UnsafeMutableRawPointer(budget)
    context.pointee.sax.pointee.startElementNs = startElementNs
    context.pointee.sax.pointee.characters = characters
    context.pointee.sax.pointee.serror = { _, _ in }
    // Without declared entities there is nothing to expand, hence no entity bomb.
    context.pointee.sax.pointee.entityDecl = nil
    let options =
      XML_PARSE_RECOVER.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_NONET.rawValue | XML_PARSE_COMPACT.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    let tree = xmlCtxtReadMemory(context, text.chars, Int32(text.count), nil, nil, Int32(options))
    Budget.forgiveError(in: context)
    return tree
  }

  private static let startElement: startElementSAXFunc = { context, name, attributes in
    guard let context else { return }
    let parser = context.assumingMemoryBound(to: xmlParserCtxt.self)
    var count = 0
    if let attributes { while attributes[2 * count] != nil { count += 1 } }
    if Budget.admits(parser, attributes: count) { xmlSAX2StartElement(context, name, attributes) }
  }

  private static let startElementNs: startElementNsSAX2Func = {
    context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
    guard let context else { return }
    let parser = context.assumingMemoryBound(to: xmlParserCtxt.self)
    guard Budget.admits(parser, attributes: Int(count)) else { return }
    Budget.forgiveError(in: parser)
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes)
  }

  private static let characters: charactersSAXFunc = { context, text, count in
    guard let context else { return }
    Budget.forgiveError(in: context.assumingMemoryBound(to: xmlParserCtxt.self))
    xmlSAX2Characters(context, text, count)
  }
}

/// What one parse may use; the parser context points to it.
private struct Budget {
  var nodes = 0
  var exceeded: MarkupError?
  var isWellFormed = true

  /// Counts an element; past a limit it ends the parse.
  static func admits(_ parser: xmlParserCtxtPtr, attributes: Int) -> Bool {
    guard let budget = parser.pointee._private?.assumingMemoryBound(to: Budget.self) else { return false }
    budget.pointee.nodes += 1 + attributes
    if budget.pointee.nodes > Parser.maximumNodes {
      budget.pointee.exceeded = .tooManyNodes(limit: Parser.maximumNodes)
    } else if parser.pointee.nodeNr >= Int32(Parser.maximumDepth) {
      budget.pointee.exceeded = .tooDeep(limit: Parser.maximumDepth)
    }
    guard budget.pointee.exceeded != nil else { return true }
    xmlStopParser(parser)
    return false
  }

  /// Notes that the XML is ill-formed, and lets libxml2 forget it: after an error it drops `&amp;` from texts.
  static func forgiveError(in parser: xmlParserCtxtPtr) {
    guard parser.pointee.wellFormed == 0 else { return }
    parser.pointee._private?.assumingMemoryBound(to: Budget.self).pointee.isWellFormed = false
    parser.pointee.wellFormed = 1
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

extension UnsafeBufferPointer<UInt8> {
  fileprivate var chars: UnsafePointer<CChar>? {
    UnsafeRawPointer(baseAddress)?.assumingMemoryBound(to: CChar.self)
  }
}

extension UInt8 {
  /// HTML's white space: space, tab, LF, FF, CR.
  var isASCIISpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D || self == 0x0C }
}
