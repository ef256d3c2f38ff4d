using TorchTrust.Checks;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>Registers a kind of subject.</summary>
[CheckKind("trainer")]
internal abstract class TrainerCheck : CheckOf<TrainerSubject, TrainerSession>;
