/// Classes of ASCII characters, for bytes and scalars.
package enum ASCII {
  @inlinable package static func isDigit(_ value: some FixedWidthInteger) -> Bool { value >= 0x30 && value <= 0x39 }
  @inlinable package static func isUpper(_ value: some FixedWidthInteger) -> Bool { value >= 0x41 && value <= 0x5A }
  @inlinable package static func isLower(_ value: some FixedWidthInteger) -> Bool { value >= 0x61 && value <= 0x7A }
}
