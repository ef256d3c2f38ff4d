using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>An open data set: too large to be copied, so a fingerprint stands for what it was.</summary>
internal sealed class DataSession : ISubjectSession
{
    private readonly int _points;
    private readonly int _labels;

    public DataSession(DataSubject subject, long seed)
    {
        Subject = subject;
        Seed = seed;
        using RandomState _ = RandomState.Fork(seed);
        Data = SubjectException.Guard("opening the data set", subject.Open);
        _points = Fingerprint(Data.Points);
        _labels = Fingerprint(Data.Labels);
    }

    public Subject Subject { get; }

    public long Seed { get; }

    public LabelledPoints Data { get; }

    public void Restore()
    {
        // Nobody may have changed it: the fingerprint tells.
    }

    public IReadOnlyList<(string Path, string What)> Differences()
    {
        List<(string, string)> changed = [];
        if (Fingerprint(Data.Points) != _points)
        {
            changed.Add((nameof(Data.Points), "has another value"));
        }

        if (Fingerprint(Data.Labels) != _labels)
        {
            changed.Add((nameof(Data.Labels), "has another value"));
        }

        return changed;
    }

    public void Dispose() => Data.Dispose();

    private static int Fingerprint(TorchSharp.torch.Tensor tensor)
    {
        var hash = new HashCode();
        TensorBits.AddTo(ref hash, tensor);
        return hash.ToHashCode();
    }
}
