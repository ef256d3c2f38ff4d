using TorchTrust.Probes;

namespace TorchTrust.Training.Probes;

/// <summary>A short life of a fresh loop: all that is declared of it happens once, and what can be observed is kept.</summary>
internal sealed class LoopLife : IDisposable
{
    private readonly LoopState _end;
    private readonly List<double?> _numbers;
    private readonly List<int> _noise;
    private readonly IReadOnlyList<bool> _modes;

    private LoopLife(LoopState end, List<double?> numbers, List<int> noise, IReadOnlyList<bool> modes)
    {
        _end = end;
        _numbers = numbers;
        _noise = noise;
        _modes = modes;
    }

    /// <summary>Lives one, with saving and loading where that is declared.</summary>
    public static LoopLife Of(TrainingSession session)
    {
        using LiveLoop loop = session.Fresh();
        return Of(session, loop, saves: true);
    }

    /// <summary>Lives that of a loop that is as it was built.</summary>
    /// <param name="session">The session.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="saves">Whether it is saved and loaded at the end.</param>
    public static LoopLife Of(TrainingSession session, LiveLoop loop, bool saves)
    {
        long window = session.Trace().Window;
        var numbers = new List<double?>();
        var noise = new List<int>();
        Steps(window + 1);
        Evaluation.Run(session, loop).ToList().ForEach(number => numbers.Add(number));
        noise.Add(loop.NoiseLeft);
        loop.EndEpoch();
        noise.Add(loop.NoiseLeft);
        loop.Forget();
        Steps(window + 1);
        if (saves && session.Subject.Persistence.FirstOrDefault(way => way.Purpose == SavingPurpose.Resuming) is { } way)
        {
            using var folder = new TemporaryFolder();
            string path = folder.NewFile();
            loop.Save(way, path);
            using LiveLoop loaded = session.Fresh();
            loaded.Load(way, path);
            loaded.StepsTaken = loop.StepsTaken;
            numbers.AddRange(Replays.Train(session, loaded, 2).SelectMany(step => step.Parts));
        }

        bool[] modes = [.. loop.Members.Modules.Select(entry => entry.Module.training)];
        return new LoopLife(new LoopState(loop, []), numbers, noise, modes);

        void Steps(long count)
        {
            foreach (ReportedNumbers step in Replays.Train(session, loop, count, after: (live, _) => noise.Add(live.NoiseLeft)))
            {
                numbers.AddRange(step.Parts);
            }
        }
    }

    /// <summary>Whether nothing that was kept differs.</summary>
    public bool IsSameAs(LoopLife other) => _end.DifferencesFrom(other._end).Count == 0 && _numbers.SequenceEqual(other._numbers)
        && _noise.SequenceEqual(other._noise) && _modes.SequenceEqual(other._modes);

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();
}
