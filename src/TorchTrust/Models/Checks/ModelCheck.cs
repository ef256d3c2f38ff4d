using TorchTrust.Checks;

namespace TorchTrust.Models.Checks;

/// <summary>A check of a model.</summary>
[CheckKind("model")]
internal abstract class ModelCheck : CheckOf<ModelSubject, ModelSession>;
