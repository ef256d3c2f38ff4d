using TorchTrust.Checks;

namespace TorchTrust.Datasets.Checks;

/// <summary>A check of a data set.</summary>
[CheckKind("dataset", "data-")]
internal abstract class DatasetCheck : CheckOf<DatasetSubject, DatasetSession>;
