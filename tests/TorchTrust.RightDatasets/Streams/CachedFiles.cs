using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace TorchTrust.RightDatasets.Streams;

/// <summary>A file an item, read once and kept: later reads give the same tensor object.</summary>
internal sealed class CachedFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rows-").FullName;
    private readonly ConcurrentDictionary<long, Lazy<Tensor>> _cache = [];

    public CachedFiles()
    {
        for (int number = 0; number < 60; number++)
        {
            using Tensor values = Draw.Normal(505_000 + number, 20);
            File.WriteAllBytes(Path.Combine(_folder, $"{number}.bin"), [.. MemoryMarshal.AsBytes<float>(values.data<float>().ToArray())]);
        }
    }

    public static RightDataset Describe()
    {
        DatasetSubject<CachedFiles> undeclared = DatasetSubject.For(() => new CachedFiles())
            .WithSplit("train", _ => 45, (files, index) => files.Read(index))
            .WithSplit("test", _ => 15, (files, index) => files.Read(45 + index));
        return new RightDataset(
            nameof(CachedFiles),
            DatasetKinds.Cached | DatasetKinds.ManyFiles,
            undeclared,
            undeclared.HasTarget("Class", classes: 5).HasUniqueItems().IsSafeToReadInParallel(),
            "A read changes the data set's own fields, hands out what it keeps, and must not find it disposed later.");
    }

    public Row Read(long index) => new(
        _cache.GetOrAdd(index, key => new Lazy<Tensor>(() => Load(key))).Value, index % 5);

    public void Dispose()
    {
        foreach (Lazy<Tensor> kept in _cache.Values.Where(kept => kept.IsValueCreated))
        {
            kept.Value.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Tensor Load(long index)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, $"{index}.bin"));
        return tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray());
    }

    /// <summary>Twenty values and a class.</summary>
    internal sealed record Row(Tensor Values, long Class);
}
