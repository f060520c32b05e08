/// Classes of ASCII characters, for bytes and scalars.
///
/// Public, not package: only public bodies are inlined into other modules, and a call for every byte that is read costs
/// more than all that is done with it.
public enum ASCII {
  @inlinable public static func isDigit(_ value: some FixedWidthInteger) -> Bool { value >= 0x30 && value <= 0x39 }
  @inlinable public static func isUpper(_ value: some FixedWidthInteger) -> Bool { value >= 0x41 && value <= 0x5A }
  @inlinable public static func isLower(_ value: some FixedWidthInteger) -> Bool { value >= 0x61 && value <= 0x7A }
}
