using TorchTrust.Probes;

namespace TorchTrust.Training.Probes;

/// <summary>What of a loop has to keep its bits while it is trained.</summary>
internal static class FrozenMembers
{
    /// <summary>All of it.</summary>
    public static IEnumerable<string> Of(TrainingSession session, TrainingTrace trace) =>
        Declared(session, trace).Concat(Buffers(session, trace)).Distinct();

    /// <summary>What is declared to have no use for a gradient. What is copied may have: replicas hand theirs on.</summary>
    public static IEnumerable<DeclaredFact> WithoutGradient(TrainingFacts facts) => facts.Frozen.Concat(facts.Averaged);

    /// <summary>What is declared frozen.</summary>
    public static IEnumerable<string> Declared(TrainingSession session, TrainingTrace trace) =>
        trace.Parameters.Select(parameter => parameter.Path)
        .Concat(trace.Buffers).Where(path => session.Subject.Facts.Frozen.Any(fact => fact.Covers(path)));

    /// <summary>Buffers of modules whose own parameters are all frozen, and of which nothing is declared.</summary>
    public static IEnumerable<string> Buffers(TrainingSession session, TrainingTrace trace)
    {
        TrainingFacts facts = session.Subject.Facts;
        if (facts.ReestimatesInEvaluation is not null)
        {
            return [];
        }

        ILookup<string, TracedParameter> own = trace.Parameters.ToLookup(parameter => ObjectGraph.OwnerOf(parameter.Path));
        return trace.Buffers.Where(path => own[ObjectGraph.OwnerOf(path)] is var parameters && parameters.Any()
            && parameters.All(parameter => !parameter.IsTrainable && !facts.UnfrozenLater.Any(fact => fact.Covers(parameter.Path)))
            && !facts.Averaged.Concat(facts.Copied.Select(copy => copy.Names)).Any(fact => fact.Covers(path)));
    }
}
