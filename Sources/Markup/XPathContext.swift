internal import CXML2

/// libxml2's evaluation state for one document, made at the first selector and owned by the document.
final class XPathContext {
  /// Steps after which an evaluation is given up, about a second; selectors on real pages take thousandths of that.
  static let maximumSteps: UInt = 50_000_000

  let pointer: xmlXPathContextPtr?
  private var positions: [SiblingOrder: [xmlNodePtr: Position]] = [:]

  /// How many siblings of an order stand before an element.
  private struct Position {
    var element: xmlNodePtr
    var count: Int
  }

  init(_ tree: xmlDocPtr) {
    // Numbers the elements, so that sorting a result compares numbers instead of climbing the tree.
    xmlXPathOrderDocElems(tree)
    pointer = xmlXPathNewContext(tree)
    guard let pointer else { return }
    pointer.pointee.error = { _, _ in }
    pointer.pointee.userData = Unmanaged.passUnretained(self).toOpaque()
    pointer.pointee.opLimit = Self.maximumSteps
    xmlXPathContextSetCache(pointer, 1, -1, 0)
    XPathFunctions.register(in: pointer)
  }

  deinit {
    if let pointer { xmlXPathFreeContext(pointer) }
  }

  static func of(_ context: xmlXPathContextPtr) -> XPathContext? {
    context.pointee.userData.map { Unmanaged<XPathContext>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The siblings before (or after) an element, and the nodes that were looked at to count them.
  ///
  /// Elements are asked about in document order, so the last answer among the same siblings is usually one step away.
  func count(of element: xmlNodePtr, _ order: SiblingOrder) -> (count: Int, steps: UInt) {
    guard let parent = element.pointee.parent else { return (0, 1) }
    let known = positions[order]?[parent]
    var count = 0
    var steps: UInt = 1
    if order.isFromEnd, let known, known.element == element.previousElement, order.counts(known.element, for: element) {
      count = known.count - 1
    } else {
      var next = order.isFromEnd ? element.pointee.next : element.pointee.prev
      while let other = next {
        steps += 1
        if order.counts(other, for: element) { count += 1 }
        if let known, !order.isFromEnd, other == known.element, order.counts(other, for: element) {
          count += known.count
          break
        }
        next = order.isFromEnd ? other.pointee.next : other.pointee.prev
      }
    }
    positions[order, default: [:]][parent] = Position(element: element, count: count)
    return (count, steps)
  }
}

/// Which siblings `:nth-…()` counts.
struct SiblingOrder: Hashable {
  let isFromEnd: Bool
  let isOfType: Bool

  func counts(_ other: xmlNodePtr, for element: xmlNodePtr) -> Bool {
    other.isElement && (!isOfType || other.hasSameType(as: element))
  }
}

extension UnsafeMutablePointer<xmlNode> {
  fileprivate var previousElement: xmlNodePtr? {
    var previous = pointee.prev
    while let other = previous, !other.isElement { previous = other.pointee.prev }
    return previous
  }

  fileprivate func hasSameType(as other: xmlNodePtr) -> Bool {
    guard xmlStrEqual(pointee.name, other.pointee.name) == 1 else { return false }
    return xmlStrEqual(pointee.ns?.pointee.href, other.pointee.ns?.pointee.href) == 1
  }
}
