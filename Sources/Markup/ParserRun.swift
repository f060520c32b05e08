internal import CXML2
internal import Glibc

/// One parse: what it still has to read, and what it may cost. libxml2's callbacks get a pointer to it.
///
/// The text is handed over in pieces, because reading is the one moment at which a parse inside a long tag or between
/// stray end tags can be ended: there is simply no more text.
struct ParserRun {
  /// libxml2 compares every attribute of a tag with all others.
  private static let maximumAttributes = 704
  /// It looks for the element of every end tag among all open ones. A 16 MiB page may be 240 levels deep all along.
  private static let maximumSearches = 1 << 30
  /// Feeds declare nothing, or little.
  private static let maximumDeclarations = 16 << 10

  /// Scripts are left out from the next piece on, so short pieces leave out more; libxml2 looks 250 bytes ahead.
  private static let shortPiece = 512

  private(set) var exceeded: MarkupError?
  private(set) var isWellFormed = true
  private let text: UnsafeRawBufferPointer
  private var rest: UnsafeRawBufferPointer
  private let keepsScripts: Bool
  /// Where reading went on behind the last script or style that was left out.
  private var resumption = 0
  private var parser: xmlParserCtxtPtr?
  private var nodes = 0
  private var searches = 0
  private var declarations = 0

  /// Without `keepsScripts`, most of the text of long scripts and styles is never handed over.
  init(_ text: UnsafeRawBufferPointer, keepsScripts: Bool) {
    self.text = text
    self.keepsScripts = keepsScripts
    rest = text
  }

  mutating func attach(to parser: xmlParserCtxtPtr, _ address: UnsafeMutablePointer<ParserRun>) {
    self.parser = parser
    parser.pointee._private = UnsafeMutableRawPointer(address)
    parser.pointee.sax.pointee.serror = { _, _ in }
    parser.pointee.sax.pointee.comment = Self.comment
    parser.pointee.sax.pointee.processingInstruction = Self.processingInstruction
  }

  static let read: xmlInputReadCallback = { run, buffer, capacity in
    guard let run = run?.assumingMemoryBound(to: ParserRun.self), let buffer else { return 0 }
    return run.pointee.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(capacity)))
  }

  private mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
    guard let parser, exceeded == nil else { return 0 }
    if !keepsScripts { skipRawText(parser) }
    let piece = rest.prefix(keepsScripts ? buffer.count : min(buffer.count, Self.shortPiece))
    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
    let isHTML = parser.pointee.html != 0
    // HTML keeps name and value of an attribute, XML five things; a prefix and its address stand for a namespace.
    let attributes = Int(parser.pointee.maxatts) / (isHTML ? 2 : 5)
    searches += piece.count / 4 * Int(isHTML ? parser.pointee.nameNr : 0)
    if parser.pointee.inSubset != 0 { declarations += piece.count }
    if attributes > Self.maximumAttributes || Int(parser.pointee.nsMax) / 2 > 2 * Self.maximumAttributes {
      exceeded = .tooManyAttributes(limit: Self.maximumAttributes)
    } else if searches > Self.maximumSearches {
      exceeded = .tooDeep(limit: Int(parser.pointee.nameNr))
    } else if declarations > Self.maximumDeclarations {
      exceeded = .tooManyDeclarations(bytes: Self.maximumDeclarations)
    }
    guard exceeded == nil else { return 0 }
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece))
    return Int32(piece.count)
  }

  /// Moves on to the end tag of the script or style that the parser is inside of.
  ///
  /// What it has not used yet is the text's own last bytes before `rest`, unless something was just left out there.
  private mutating func skipRawText(_ parser: xmlParserCtxtPtr) {
    guard let name = parser.pointee.name, name.pointee == UInt8(ascii: "s"),
      xmlStrEqual(name, "script") == 1 || xmlStrEqual(name, "style") == 1,
      let input = parser.pointee.input?.pointee, let current = input.cur, let end = input.end
    else { return }
    let position = text.count - rest.count
    let start = position - (end - current)
    // A slash may end the start tag of an element that has no text.
    guard start >= resumption, start < text.count, text[start] != UInt8(ascii: "/") else { return }
    let endTag = endTag(of: name, from: start) ?? text.count
    guard endTag >= position else { return }
    rest = UnsafeRawBufferPointer(rebasing: text[endTag...])
    resumption = endTag
  }

  /// Where `</name` stands, in whatever case: what ends a raw text for libxml2.
  private func endTag(of name: UnsafePointer<UInt8>, from start: Int) -> Int? {
    let length = Int(xmlStrlen(name))
    var at = start
    while at < text.count, let base = text.baseAddress,
      let found = memchr(base + at, Int32(UInt8(ascii: "<")), text.count - at)
    {
      at = UnsafeRawPointer(found) - base
      guard at + 2 + length <= text.count else { return nil }
      let word = text.baseAddress.map { ($0 + at + 2).assumingMemoryBound(to: UInt8.self) }
      if text[at + 1] == UInt8(ascii: "/"), xmlStrncasecmp(name, word, Int32(length)) == 0 { return at }
      at += 1
    }
    return nil
  }

  /// Counts a node and its attributes; past a limit it takes no part in the tree, and the reading ends.
  private mutating func admits(attributes: Int) -> Bool {
    nodes += 1 + attributes
    if nodes > Parser.maximumNodes {
      exceeded = exceeded ?? .tooManyNodes(limit: Parser.maximumNodes)
    } else if let parser, parser.pointee.nodeNr >= Int32(Parser.maximumDepth) {
      exceeded = exceeded ?? .tooDeep(limit: Parser.maximumDepth)
    }
    return exceeded == nil
  }

  /// Notes that the XML is ill-formed, and lets libxml2 forget it: after an error it drops `&amp;` from texts.
  mutating func forgiveError() {
    guard let parser, parser.pointee.wellFormed == 0 else { return }
    isWellFormed = false
    parser.pointee.wellFormed = 1
  }

  private static func run(of context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<ParserRun>? {
    context?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private?.assumingMemoryBound(to: ParserRun.self)
  }

  static let startElement: startElementSAXFunc = { context, name, attributes in
    var count = 0
    if let attributes { while attributes[2 * count] != nil { count += 1 } }
    guard let run = run(of: context), run.pointee.admits(attributes: count) else { return }
    xmlSAX2StartElement(context, name, attributes)
  }

  static let startElementNs: startElementNsSAX2Func = {
    context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes in
    guard let run = run(of: context), run.pointee.admits(attributes: Int(count)) else { return }
    run.pointee.forgiveError()
    xmlSAX2StartElementNs(context, name, prefix, uri, namespaceCount, namespaces, count, defaulted, attributes)
  }

  static let comment: commentSAXFunc = { context, text in
    guard let run = run(of: context), run.pointee.admits(attributes: 0) else { return }
    xmlSAX2Comment(context, text)
  }

  static let processingInstruction: processingInstructionSAXFunc = { context, target, text in
    guard let run = run(of: context), run.pointee.admits(attributes: 0) else { return }
    xmlSAX2ProcessingInstruction(context, target, text)
  }

  static let characters: charactersSAXFunc = { context, text, count in
    run(of: context)?.pointee.forgiveError()
    xmlSAX2Characters(context, text, count)
  }
}
