using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Probes;

/// <summary>
/// What a loop that is not stopped leaves for another process: what it saves, the batches of its further steps, and its weights, buffers
/// and rates after them.
/// </summary>
internal sealed class LeftLoop : IDisposable
{
    /// <summary>What the name of a rate begins with; the path of its optimizer follows.</summary>
    public const string RateOf = "the rate of ";

    private readonly string _folder;
    private readonly List<IReadOnlyDictionary<string, Tensor>> _batches = [];
    private Dictionary<string, Tensor> _state = [];

    private LeftLoop(string folder) => _folder = folder;

    /// <summary>Where the loop is saved.</summary>
    public string SavedPath => Path.Combine(_folder, "saved", "model.dat");

    /// <summary>The number of steps before it is saved.</summary>
    public long Steps { get; private set; }

    /// <summary>The number of steps after that.</summary>
    public int Further => _batches.Count;

    private string Record => Path.Combine(_folder, "left.bin");

    /// <summary>Begins, in a folder of another process.</summary>
    public static LeftLoop In(string folder)
    {
        var left = new LeftLoop(folder);
        Directory.CreateDirectory(Path.GetDirectoryName(left.SavedPath)!);
        return left;
    }

    /// <summary>Reads what was left.</summary>
    public static LeftLoop From(string folder)
    {
        var left = new LeftLoop(folder);
        using var reader = new BinaryReader(File.OpenRead(left.Record));
        left.Steps = reader.ReadInt64();
        for (int count = reader.ReadInt32(); left._batches.Count < count;)
        {
            left._batches.Add(Read(reader));
        }

        left._state = Read(reader);
        return left;
    }

    /// <summary>Notes the batch of a further step.</summary>
    public void Add(object? batch) => _batches.Add(TensorTree.Flatten(batch).ToDictionary(
        leaf => leaf.Path, leaf => TensorBits.NativeCopy(leaf.Tensor).DetachFromDisposeScope()));

    /// <summary>A batch of another process's loop, with the tensors of a further step.</summary>
    public object? Batch(int step, object? own) => TensorTree.Map(own, (path, tensor) => _batches[step].TryGetValue(path, out Tensor? left)
        ? TensorBits.NativeCopy(left).requires_grad_(tensor.requires_grad)
        : tensor);

    /// <summary>Leaves all of it.</summary>
    /// <param name="loop">The loop after the further steps.</param>
    /// <param name="steps">The number of steps before it was saved.</param>
    public void Leave(LiveLoop loop, long steps)
    {
        using var writer = new BinaryWriter(File.Create(Record));
        writer.Write(steps);
        writer.Write(_batches.Count);
        _batches.ForEach(batch => Write(writer, batch));
        _state = StateOf(loop);
        Write(writer, _state);
    }

    /// <summary>The paths of what differs in a loop of this process from what was left.</summary>
    public string[] DifferencesFrom(LiveLoop loop)
    {
        Dictionary<string, Tensor> state = StateOf(loop);
        string[] differ = Differences(state, _state);
        Free(state);
        return differ;
    }

    /// <summary>The paths of what differs between two loops: weights, buffers and rates.</summary>
    public static string[] Differences(LiveLoop one, LiveLoop other)
    {
        Dictionary<string, Tensor> first = StateOf(one);
        Dictionary<string, Tensor> second = StateOf(other);
        string[] differ = Differences(first, second);
        Free(first);
        Free(second);
        return differ;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batches.ForEach(Free);
        Free(_state);
    }

    private static string[] Differences(Dictionary<string, Tensor> one, Dictionary<string, Tensor> other) =>
    [
        .. one.Where(entry => !other.TryGetValue(entry.Key, out Tensor? tensor) || !TensorBits.AreEqual(entry.Value, tensor))
            .Select(entry => entry.Key),
        .. other.Keys.Except(one.Keys),
    ];

    private static Dictionary<string, Tensor> StateOf(LiveLoop loop)
    {
        loop.Forget();
        var state = new Dictionary<string, Tensor>(loop.Members.CopyState());
        foreach ((string path, optim.Optimizer optimizer) in loop.Members.Optimizers)
        {
            if (OptimizerGroups.Rates(optimizer) is { Count: > 0 } rates)
            {
                state[RateOf + path] = tensor(rates.ToArray()).DetachFromDisposeScope();
            }
        }

        return state;
    }

    private static void Write(BinaryWriter writer, IReadOnlyDictionary<string, Tensor> tensors)
    {
        writer.Write(tensors.Count);
        foreach ((string path, Tensor tensor) in tensors)
        {
            writer.Write(path);
            using Tensor near = tensor.detach().cpu();
            near.Save(writer);
        }
    }

    private static Dictionary<string, Tensor> Read(BinaryReader reader)
    {
        var tensors = new Dictionary<string, Tensor>();
        for (int count = reader.ReadInt32(); tensors.Count < count;)
        {
            string path = reader.ReadString();
            tensors[path] = Tensor.Load(reader).DetachFromDisposeScope();
        }

        return tensors;
    }

    private static void Free(IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
