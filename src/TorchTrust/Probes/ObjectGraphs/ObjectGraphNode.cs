using System.Reflection;

namespace TorchTrust.Probes;

/// <summary>Something of torch that a subject holds.</summary>
/// <param name="Path">The way to it, such as <c>decoder.conv2.weight</c> or <c>_layers[3]</c>.</param>
/// <param name="Value">A module, a tensor (perhaps a parameter) or a generator.</param>
/// <param name="Owner">The object that holds it; null for the root.</param>
/// <param name="Field">The field that holds it; null where it is held by registration or in a collection.</param>
internal sealed record ObjectGraphNode(string Path, object Value, object? Owner, FieldInfo? Field);
