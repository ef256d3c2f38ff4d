namespace TorchTrust.RightDatasets.Images;

/// <summary>A folder of PPM files, a folder a class, read when an item is asked for, and standardized by channel.</summary>
internal sealed class ColourPhotos : IDisposable
{
    private const int Size = 12;

    private static readonly string[] s_classes = ["birch", "oak", "pine"];

    private readonly string _root = Directory.CreateTempSubdirectory("photos-").FullName;

    public ColourPhotos()
    {
        Write("train", 20, 31);
        Write("test", 8, 32);
        Train = new Photos(Path.Combine(_root, "train"));
        (Tensor mean, Tensor deviation) = Train.Statistics();
        Train.Normalize(mean, deviation);
        Test = new Photos(Path.Combine(_root, "test"));
        Test.Normalize(mean, deviation);
    }

    public Photos Train { get; }

    public Photos Test { get; }

    public static RightDataset Describe()
    {
        DatasetSubject<ColourPhotos> undeclared = DatasetSubject.For(() => new ColourPhotos())
            .WithSplit("train", photos => photos.Train)
            .WithSplit("test", photos => photos.Test);
        return new RightDataset(
            nameof(ColourPhotos),
            DatasetKinds.ColourImages | DatasetKinds.ManyFiles,
            undeclared,
            undeclared.HasTarget("Class", classes: 3).IsStandardized("Image").IsSafeToReadInParallel(),
            "Files come in the order of their classes, so labels run in blocks by index; nothing is shuffled but by a loader.");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string split, int each, long seed)
    {
        for (int label = 0; label < s_classes.Length; label++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_root, split, s_classes[label])).FullName;
            for (int number = 0; number < each; number++)
            {
                using Tensor noise = Draw.Uniform((seed * 1000) + (label * 100) + number, Size, Size, 3);
                using Tensor light = noise.mul(128).add(40 * label).to(ScalarType.Byte);
                byte[] head = System.Text.Encoding.ASCII.GetBytes($"P6\n{Size} {Size}\n255\n");
                File.WriteAllBytes(Path.Combine(folder, $"{number:D4}.ppm"), [.. head, .. light.data<byte>()]);
            }
        }
    }

    /// <summary>An image <c>[3, 12, 12]</c> and its class.</summary>
    internal sealed record Photo(Tensor Image, long Class);

    /// <summary>The photos below a folder, in the order of their paths.</summary>
    internal sealed class Photos(string folder) : Dataset<Photo>
    {
        private readonly string[] _files =
            [.. Directory.EnumerateFiles(folder, "*.ppm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

        private Tensor _mean = zeros(3, 1, 1).DetachFromDisposeScope();
        private Tensor _deviation = ones(3, 1, 1).DetachFromDisposeScope();

        public override long Count => _files.Length;

        public override Photo GetTensor(long index)
        {
            byte[] file = File.ReadAllBytes(_files[index]);
            byte[] pixels = file[^(Size * Size * 3)..];
            Tensor image = tensor(pixels).view(Size, Size, 3).permute(2, 0, 1).to(ScalarType.Float32) / 255;
            string name = Path.GetFileName(Path.GetDirectoryName(_files[index])!);
            return new Photo((image - _mean) / _deviation, Array.IndexOf(s_classes, name));
        }

        public (Tensor Mean, Tensor Deviation) Statistics()
        {
            using Tensor all = stack(Enumerable.Range(0, (int)Count).Select(index => GetTensor(index).Image));
            return (all.mean([0, 2, 3]).view(3, 1, 1), all.std([0, 2, 3]).view(3, 1, 1));
        }

        public void Normalize(Tensor mean, Tensor deviation)
        {
            _mean = mean.DetachFromDisposeScope();
            _deviation = deviation.DetachFromDisposeScope();
        }
    }
}
