internal import Filtering
internal import Posix
internal import Tree

extension Accept {
  /// Makes the proposed config the brand's.
  func takeConfig(of brandID: String, _ session: Session) throws -> Status {
    guard guardName == nil, source == nil, until == nil else {
      throw UsageError("--config goes with --brand, --note and --data only")
    }
    let tree = Tree(root: root)
    try withTreeStatuses { try tree.takeProposedConfig(of: brandID, note: note ?? "", at: Environment.currentTime) }
    session.log.say(.note, "\(brandID): \(tree.configuration(brandID)) is the config that was proposed")
    return .done
  }
}
