using TorchTrust.Checks;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>Registers a kind of subject.</summary>
[CheckKind("data set")]
internal abstract class DataCheck : CheckOf<DataSubject, DataSession>;
