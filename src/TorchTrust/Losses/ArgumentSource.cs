using TorchTrust.Subjects;

namespace TorchTrust.Losses;

/// <summary>
/// Arguments that are made by something which is built once for a live loss, restored and disposed with it, such as the model whose
/// output is the prediction.
/// </summary>
/// <param name="Open">Builds it from a seed.</param>
/// <param name="Make">Makes the arguments from it, a number of samples and a draw; the same draw gives the same content.</param>
internal sealed record ArgumentSource(Func<long, ISubjectSession> Open, Func<ISubjectSession, long, long, object?[]> Make);
