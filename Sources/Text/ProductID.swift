/// What names a product in production: category, brand, model and, where it has one, a variant.
package struct ProductIdentity: Sendable, Hashable {
  package var category: String
  package var brand: String
  package var model: String
  /// Empty when there is none, when it was a placeholder, or when it only repeated a part of the model.
  package var variant: String
  /// A variant that was dropped because the model already contains it (`Cestus 310` with variant `310`).
  package var fabricatedVariant: String?

  package init(category: String, brand: String, model: String, variant: String? = nil) {
    self.category = Whitespace.collapsed(category)
    self.brand = Whitespace.collapsed(brand)
    self.model = Whitespace.collapsed(model)
    self.variant = Self.cleanVariant(variant)
    if Self.isFabricated(variant: self.variant, model: self.model) {
      fabricatedVariant = self.variant
      self.variant = ""
    }
  }

  /// The identity as one slug.
  package var productID: ProductID {
    ProductID(category: category, brand: brand, model: model, variant: variant)
  }

  /// `variant` without outer white space; empty for a placeholder such as `N/A`.
  package static func cleanVariant(_ variant: String?) -> String {
    let text = Whitespace.collapsed(variant ?? "")
    return placeholders.contains(text.lowercased()) ? "" : text
  }

  /// Whether `variant` only repeats a part of `model`, spelling aside.
  package static func isFabricated(variant: String, model: String) -> Bool {
    let part = Slug.of(cleanVariant(variant))
    return !part.isEmpty && Slug.of(model).contains(part)
  }

  private static let placeholders: Set<String> = [
    "", "unk", "unknown", "na", "n/a", "none", "null", "-", "default",
  ]
}

/// `category-brand-model[-variant]` as one slug, never with an outer hyphen.
package struct ProductID: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  /// Letters without an ASCII form count in the variant, and in another part where nothing else is left of it, so
  /// that two Hebrew variants of a model have two identifiers.
  package init(category: String, brand: String, model: String, variant: String? = nil) {
    let parts = [category, brand, model].map { Slug.of($0).isEmpty ? Slug.distinct($0) : Slug.of($0) }
    let all = parts + [Slug.distinct(ProductIdentity.cleanVariant(variant))]
    description = all.filter { !$0.isEmpty }.joined(separator: "-")
  }
}
