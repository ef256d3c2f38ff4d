using TorchTrust.Probes;

namespace TorchTrust.Training.Probes;

/// <summary>An update or a clearing that an optimizer has begun.</summary>
/// <param name="Optimizer">Its path.</param>
/// <param name="Reader">Which of the two.</param>
/// <param name="Rates">The rates of its groups at that moment.</param>
/// <param name="Gradients">Of each parameter that has one, by path; none at a clearing.</param>
internal sealed record OptimizerEvent(
    string Optimizer, ParameterReader Reader, IReadOnlyList<double> Rates, IReadOnlyDictionary<string, GradientSummary> Gradients)
{
    /// <summary>The norm of all gradients together.</summary>
    public double Norm => Math.Sqrt(Gradients.Values.Sum(gradient => gradient.Norm * gradient.Norm));

    /// <summary>The largest magnitude of all gradients.</summary>
    public double Largest => Gradients.Values.Select(gradient => gradient.Largest).DefaultIfEmpty(0).Max();

    /// <summary>Whether it is an update.</summary>
    public bool IsUpdate => Reader == ParameterReader.Update;
}
