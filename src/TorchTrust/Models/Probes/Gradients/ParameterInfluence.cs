using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>How much outputs and loss move when one parameter does.</summary>
/// <param name="Output">The largest change of an output, relative to its largest value; zero where no bit differs.</param>
/// <param name="Loss">The same of the declared loss; that of the outputs which carry a graph where none is declared.</param>
internal readonly record struct ParameterInfluence(double Output, double Loss)
{
    private const int Batches = 3;
    private static readonly double[] _factors = [1, 10];

    /// <summary>Whether two runs with equal seeds have the same bits, without which influence cannot be told from chance.</summary>
    public static bool CanBeMeasured(ModelSession session)
    {
        using var scope = NewDisposeScope();
        return Change(Observe(session, 0), Observe(session, 0)) == default;
    }

    /// <summary>Moves a parameter by noise of its own scale and by ten times that, over a few batches, at the present point.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parameter">The parameter; put back bit for bit.</param>
    /// <param name="enough">The change of both outputs and loss above which no further batch is run.</param>
    /// <param name="mode">The mode in which the model runs.</param>
    /// <exception cref="SubjectException">The model does not run at the present point.</exception>
    public static ParameterInfluence Of(ModelSession session, Tensor parameter, double enough, ForwardMode mode = ForwardMode.Training) =>
        Of(session, [parameter], enough, mode);

    /// <summary>The same of several parameters that move together.</summary>
    /// <inheritdoc cref="Of(ModelSession, Tensor, double, ForwardMode)"/>
    public static ParameterInfluence Of(
        ModelSession session, IReadOnlyList<Tensor> parameters, double enough, ForwardMode mode = ForwardMode.Training)
    {
        var largest = default(ParameterInfluence);
        for (int draw = 0; draw < Batches; draw++)
        {
            using var batch = NewDisposeScope();
            IReadOnlyList<(Tensor Value, Kind Kind)> before = Observe(session, draw, mode);
            foreach (double factor in _factors)
            {
                using var scope = NewDisposeScope();
                if (TryMoved(session, parameters, factor, () => Observe(session, draw, mode)) is not { } after)
                {
                    return new(double.PositiveInfinity, double.PositiveInfinity);
                }

                ParameterInfluence change = Change(before, after);
                largest = new(Math.Max(largest.Output, change.Output), Math.Max(largest.Loss, change.Loss));
                if (Math.Min(largest.Output, largest.Loss) > enough)
                {
                    return largest;
                }
            }
        }

        return largest;
    }

    /// <summary>Runs something while a parameter is elsewhere.</summary>
    /// <returns>What it gives; null where the model refuses to run there, which shows that the parameter matters.</returns>
    public static T? TryMoved<T>(ModelSession session, Tensor parameter, double factor, Func<T?> run)
        where T : class => TryMoved(session, [parameter], factor, run);

    private static T? TryMoved<T>(ModelSession session, IReadOnlyList<Tensor> parameters, double factor, Func<T?> run)
        where T : class
    {
        (Tensor Parameter, Tensor Original)[] moved =
            [.. parameters.Select(parameter => (parameter.detach(), TensorBits.NativeCopy(parameter)))];
        try
        {
            using (no_grad())
            using (RandomState.Fork(session.Seed + 19))
            {
                foreach ((Tensor parameter, Tensor original) in moved)
                {
                    Tensor size = original.abs().mean() + GenericPoint.Scale(original);
                    parameter.add_(randn_like(original).mul(size * factor));
                }
            }

            return run();
        }
        catch (SubjectException)
        {
            return null;
        }
        finally
        {
            using IDisposable _ = no_grad();
            Array.ForEach(moved, entry => entry.Parameter.copy_(entry.Original));
        }
    }

    private static List<(Tensor Value, Kind Kind)> Observe(ModelSession session, long draw, ForwardMode mode = ForwardMode.Training)
    {
        ModelInputs inputs = session.Inputs(draw: draw);
        ForwardResult result = session.Run(inputs, mode, draw);
        List<(Tensor, Kind)> seen =
            [.. result.Leaves.Select(
                leaf => (TensorBits.NativeCopy(leaf.Tensor), leaf.Tensor.requires_grad ? Kind.Attached : Kind.Detached))];
        if (mode == ForwardMode.Training && session.Subject.Loss is not null && session.Scalar(inputs, result) is { } loss)
        {
            seen.Add((TensorBits.NativeCopy(loss), Kind.Loss));
        }

        return seen;
    }

    private static ParameterInfluence Change(
        IReadOnlyList<(Tensor Value, Kind Kind)> before, IReadOnlyList<(Tensor Value, Kind Kind)> after)
    {
        if (before.Count != after.Count)
        {
            return new(double.PositiveInfinity, double.PositiveInfinity);
        }

        var pairs = before.Zip(after, (a, b) => (a.Kind, Change: Relative(a.Value, b.Value))).ToList();
        bool isAnyAttached = pairs.Any(pair => pair.Kind == Kind.Attached);
        Kind target = pairs.Any(pair => pair.Kind == Kind.Loss) ? Kind.Loss : isAnyAttached ? Kind.Attached : Kind.Detached;
        return new(Largest(pair => pair != Kind.Loss), Largest(pair => pair == target));

        double Largest(Func<Kind, bool> isMeant) =>
            pairs.Where(pair => isMeant(pair.Kind)).Select(pair => pair.Change).DefaultIfEmpty().Max();
    }

    private enum Kind
    {
        Attached,
        Detached,
        Loss,
    }

    private static double Relative(Tensor a, Tensor b)
    {
        if (TensorBits.AreEqual(a, b))
        {
            return 0;
        }

        if (!a.shape.AsSpan().SequenceEqual(b.shape) || !a.is_floating_point())
        {
            return double.PositiveInfinity;
        }

        Tensor before = a.to(ScalarType.Float64);
        double change = (b.to(ScalarType.Float64) - before).abs().max().item<double>() / before.abs().max().item<double>();
        return double.IsNaN(change) ? double.PositiveInfinity : change;
    }
}
