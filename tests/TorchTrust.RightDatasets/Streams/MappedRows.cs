using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace TorchTrust.RightDatasets.Streams;

/// <summary>Rows of a file that is mapped into memory: reading one copies its bytes, and nothing else is held.</summary>
internal sealed class MappedRows : IDisposable
{
    private const int Columns = 16;
    private const int Bytes = Columns * sizeof(float);

    private readonly string _path = Path.GetTempFileName();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public MappedRows()
    {
        using (Tensor values = Draw.Normal(504, 140, Columns))
        {
            File.WriteAllBytes(_path, [.. MemoryMarshal.AsBytes<float>(values.data<float>().ToArray())]);
        }

        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Open);
        _view = _file.CreateViewAccessor();
    }

    public static RightDataset Describe()
    {
        DatasetSubject<MappedRows> undeclared = DatasetSubject.For(() => new MappedRows())
            .WithSplit("train", _ => 100, (rows, index) => rows.Read(index))
            .WithSplit("test", _ => 40, (rows, index) => rows.Read(100 + index));
        return new RightDataset(
            nameof(MappedRows),
            DatasetKinds.MemoryMapped,
            undeclared,
            undeclared.HasUniqueItems().IsSafeToReadInParallel(),
            "The data are no object that can be walked through, and closing them takes the file away.");
    }

    public Tensor Read(long index)
    {
        float[] row = new float[Columns];
        _view.ReadArray(index * Bytes, row, 0, Columns);
        return tensor(row);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
