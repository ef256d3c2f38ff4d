using TorchTrust.Probes;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Places of faults in a loop, found in the loop that a session holds.</summary>
internal static class LoopSites
{
    /// <summary>The loop as a whole.</summary>
    public static IEnumerable<string> Whole(TrainingSession session) => [""];

    /// <summary>The optimizers whose parameters can be replaced.</summary>
    public static IEnumerable<string> Optimizers(TrainingSession session) => session.Live.Members.Optimizers
        .Where(entry => OptimizerGroups.Of(entry.Optimizer).Count > 0).Select(entry => entry.Path);

    /// <summary>The optimizers that were heard making an update.</summary>
    public static IEnumerable<string> UpdatingOptimizers(TrainingSession session) => session.Trace().Calls
        .SelectMany(call => call.Updates).Where(update => update.Gradients.Values.Any(gradient => gradient.Acts))
        .Select(update => update.Optimizer).Distinct();

    /// <summary>The optimizers that were heard clearing gradients.</summary>
    public static IEnumerable<string> ClearingOptimizers(TrainingSession session) => session.Trace().Calls
        .SelectMany(call => call.Events).Where(heard => heard.Reader == ParameterReader.Clearing).Select(heard => heard.Optimizer)
            .Distinct();

    /// <summary>The parameters that an optimizer holds and moves.</summary>
    public static IEnumerable<string> MovingParameters(TrainingSession session)
    {
        TrainingTrace trace = session.Trace();
        HashSet<string> held =
            [.. trace.Holdings.Where(holding => trace.Optimizers.Contains(holding.Optimizer)).SelectMany(holding => holding.Held)];
        return trace.Trainable.Select(parameter => parameter.Path).Where(path => held.Contains(path) && trace.Moved.Contains(path));
    }

    /// <summary>All floating parameters.</summary>
    public static IEnumerable<string> Parameters(TrainingSession session) =>
        session.Live.Members.LiveParameters.Select(entry => entry.Path);

    /// <summary>The leaf name of a path, such as <c>weight</c>: places of one name are alike.</summary>
    public static string LastName(string path) => path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The optimizer of a path; null where the loop holds none there.</summary>
    public static optim.Optimizer? Optimizer(LiveLoop loop, string path) =>
        loop.Members.Optimizers.Where(entry => entry.Path == path).Select(entry => entry.Optimizer).FirstOrDefault();

    /// <summary>A parameter or a buffer of a path; null where the loop holds none there.</summary>
    public static Tensor? Find(LiveLoop loop, string path) => loop.Members.Parameters.Where(entry => entry.Path == path)
        .Select(entry => (Tensor)entry.Parameter)
            .Concat(loop.Members.Buffers.Where(entry => entry.Path == path).Select(entry => entry.Buffer))
        .FirstOrDefault(tensor => !tensor.IsInvalid);
}
