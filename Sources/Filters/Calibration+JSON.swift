internal import Filtering
internal import JSON
internal import Matching
internal import Posix

extension Calibration {
  /// Reads what `calibrate` proposed; fails with 78 when the file is something else.
  init(file: String) throws {
    guard let bytes = try File.readIfPresent(file) else { throw RunFailure(.noInput, "there is no \(file)") }
    guard let json = try? JSON(parsing: bytes), let scale = json["scale"]?.double, let shift = json["shift"]?.double,
      let linkFrom = json["link_from"]?.double, scale > 0, scale.isFinite, shift.isFinite, (0...1).contains(linkFrom)
    else {
      throw RunFailure(
        .configuration,
        "\(file) is no calibration: it needs scale above 0, shift, and link_from in 0...1; run calibrate")
    }
    self.init(scale: scale, shift: shift, linkFrom: linkFrom)
  }
}
