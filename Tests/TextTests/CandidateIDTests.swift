import Testing
import Text

@Suite struct CandidateIDTests {
  @Test func `the same input gives the same identifier and another origin or scope another`() {
    let id = CandidateID(.grid, scope: ["mouse", "weight"], value: "60 g")
    #expect(id.description == "pl-grid_mouse.weight.60-g")
    #expect(id == CandidateID(.grid, scope: ["mouse", "weight"], value: "60 g"))
    #expect(id != CandidateID(.grid, scope: ["mouse-weight"], value: "60 g"))
    let all = CandidateID.Origin.allCases.map { CandidateID($0, scope: ["mouse"], value: "שחור").description }
    #expect(Set(all).count == all.count)
  }
}
