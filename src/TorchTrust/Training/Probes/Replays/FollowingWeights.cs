using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>
/// Weights that a step moves after those of the optimizer, without a gradient, such as a teacher that is an average: the number of the step
/// may depend on them, and its gradient does not tell.
/// </summary>
internal sealed class FollowingWeights : IDisposable
{
    /// <summary>Of what follows, the share that may be left when it is held still.</summary>
    private const double Rest = 1e-3;

    /// <summary>What follows by half is still after ten rounds; what is copied whole never is.</summary>
    private const int Rounds = 12;

    private readonly TrainingSession _session;
    private readonly UpdateWindow _window;
    private readonly HashSet<string> _moved;
    private readonly Dictionary<string, Tensor> _still;

    /// <summary>Reads where the weights are at the end of the window if nothing is moved.</summary>
    /// <param name="session">The session.</param>
    /// <param name="window">The steps of an update.</param>
    /// <param name="moved">The paths of the weights that are going to be moved.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public FollowingWeights(TrainingSession session, UpdateWindow window, IEnumerable<string> moved)
    {
        _session = session;
        _window = window;
        _moved = [.. moved];
        Dictionary<string, Tensor> still = [];
        window.Number(session, 0, end: loop => still = Read(loop)
            .ToDictionary(entry => entry.Key, entry => entry.Value.DetachFromDisposeScope()));
        _still = still;
    }

    /// <summary>
    /// The mean number within the window, with weights moved before it and those that follow them held where they would be otherwise.
    /// </summary>
    /// <param name="part">Which number of the step.</param>
    /// <param name="move">Moves the weights.</param>
    /// <returns>The number; null where no weights follow, they cannot be held, or a step reports no such number.</returns>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public double? Number(int part, Action<LiveLoop> move)
    {
        Dictionary<string, Tensor> shifts =
            _still.ToDictionary(entry => entry.Key, entry => zeros_like(entry.Value).DetachFromDisposeScope());
        try
        {
            double first = 0;
            for (int round = 0; round < Rounds; round++)
            {
                double left = 0;
                double? number = _window.Number(
                    _session,
                    part,
                    loop =>
                    {
                        move(loop);
                        Shift(loop, shifts);
                    },
                    end: loop => left = Correct(loop, shifts));
                first = round == 0 ? left : first;
                if (!(first > 0) || left <= Rest * first)
                {
                    return first > 0 ? number : null;
                }
            }

            return null;
        }
        finally
        {
            DisposeAll(shifts);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAll(_still);

    private static void DisposeAll(Dictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static void Shift(LiveLoop loop, Dictionary<string, Tensor> shifts)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach ((string path, Tensor weight) in loop.Members.Weights)
        {
            if (!weight.IsInvalid && shifts.TryGetValue(path, out Tensor? shift))
            {
                weight.detach().add_(shift.to(weight.dtype));
            }
        }
    }

    /// <summary>Takes how far weights still followed off their shifts.</summary>
    /// <returns>How far all of them did: a Euclidean norm.</returns>
    private double Correct(LiveLoop loop, Dictionary<string, Tensor> shifts)
    {
        using var scope = NewDisposeScope();
        double left = 0;
        foreach ((string path, Tensor now) in Read(loop))
        {
            if (shifts.TryGetValue(path, out Tensor? shift))
            {
                Tensor followed = now - _still[path];
                left += followed.square().sum().item<double>();
                shift.sub_(followed);
            }
        }

        return Math.Sqrt(left);
    }

    private Dictionary<string, Tensor> Read(LiveLoop loop)
    {
        loop.Forget();
        return loop.Members.Weights
            .Where(entry => !entry.Weight.IsInvalid && entry.Weight.is_floating_point() && !_moved.Contains(entry.Path))
            .ToDictionary(entry => entry.Path, entry => entry.Weight.detach().to(ScalarType.Float64, copy: true));
    }
}
