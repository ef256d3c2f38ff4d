using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>
/// Sets what the model gives in eval mode beside its twin in float64, as built and at the generic point.
/// </summary>
internal static class ComparisonInDouble
{
    /// <summary>Compares.</summary>
    /// <param name="session">The session.</param>
    /// <param name="context">The circumstances.</param>
    /// <param name="ifRandom">Why it is skipped where the output is random in eval mode.</param>
    /// <param name="compare">
    /// Gets what gives the twin at the point of the session, the inputs, and what the model gave for them; null if nothing is found.
    /// </param>
    public static CheckOutcome AtBothPoints(
        ModelSession session,
        CheckContext context,
        string ifRandom,
        Func<Func<ModelSession>, ModelInputs, ForwardResult, CheckOutcome?> compare)
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs();
            ForwardResult single = session.Run(inputs, ForwardMode.Eval);
            bool repeats = context.Measured.Of(
                Facet.Repeatability,
                (nameof(ComparisonInDouble), point),
                () => Outputs.AreEqual(single, session.Run(inputs, ForwardMode.Eval, noise: 1)));
            if (!repeats)
            {
                return CheckOutcome.Skipped(ifRandom);
            }

            if (session.Subject.Lifetime != SubjectLifetime.Fresh)
            {
                return CheckOutcome.Skipped(
                    "The model exists already, and no second instance can be built to be converted.");
            }

            context.AlteredStep("converting to float64");
            if (compare(() => session.InDouble(context.Measured)!, inputs, single) is { } outcome)
            {
                return outcome;
            }
        }

        return CheckOutcome.Passed;
    }
}
