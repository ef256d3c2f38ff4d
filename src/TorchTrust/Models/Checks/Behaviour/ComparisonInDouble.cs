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
    /// <param name="withoutDouble">What is said where the model cannot be run in float64; null to compare in its own dtype.</param>
    /// <param name="compare">
    /// Gets what gives the twin at the point of the session, or the session itself, the inputs, and what gives what the model makes of
    /// them; null if nothing is found.
    /// </param>
    public static CheckOutcome AtBothPoints(
        ModelSession session,
        CheckContext context,
        string ifRandom,
        Func<string, CheckOutcome>? withoutDouble,
        Func<Func<ModelSession>, ModelInputs, Func<ForwardResult>, CheckOutcome?> compare)
    {
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            ModelInputs inputs = session.Inputs(context.Samples ?? ModelSession.BatchSize);
            var run = new Lazy<ForwardResult>(() => session.Run(inputs, ForwardMode.Eval));
            ForwardResult Single() => run.Value;
            bool repeats = context.Measured.Of(
                Facet.Repeatability,
                (nameof(ComparisonInDouble), point),
                () => Outputs.AreEqual(Single(), session.Run(inputs, ForwardMode.Eval, noise: 1)));
            if (!repeats)
            {
                return CheckOutcome.Skipped(ifRandom);
            }

            context.AlteredStep("converting to float64");
            if (session.Subject.Lifetime == SubjectLifetime.Fresh && !session.RunsInDouble)
            {
                if ((withoutDouble?.Invoke(session.WhyNotInDouble!) ?? compare(() => session, inputs, Single)) is { } decided)
                {
                    return decided;
                }

                continue;
            }

            if (session.Subject.Lifetime != SubjectLifetime.Fresh)
            {
                return CheckOutcome.Skipped(
                    "The model exists already, and no second instance can be built to be converted.");
            }

            if (compare(() => session.InDouble(context.Measured)!, inputs, Single) is { } outcome)
            {
                return outcome;
            }
        }

        return CheckOutcome.Passed;
    }
}
