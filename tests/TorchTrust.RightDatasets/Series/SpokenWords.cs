namespace TorchTrust.RightDatasets.Series;

/// <summary>Spoken words as sound <c>[1, T]</c> of several lengths, read from WAV files of 16 bits, and one of four labels.</summary>
internal sealed class SpokenWords : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("words-").FullName;

    public SpokenWords()
    {
        for (int number = 0; number < 60; number++)
        {
            Write(Path.Combine(_folder, $"{number:D3}_{number % 4}.wav"), number);
        }
    }

    public static RightDataset Describe()
    {
        DatasetSubject<SpokenWords> undeclared = DatasetSubject.For(() => new SpokenWords())
            .WithSplit("train", words => words.Read(0, 44))
            .WithSplit("test", words => words.Read(44, 16));
        return new RightDataset(
            nameof(SpokenWords),
            DatasetKinds.Audio | DatasetKinds.ManyFiles,
            undeclared,
            undeclared.HasTarget("label", classes: 4).Within("sound", -1, 1).HasSeveralLengths("sound", dimension: 1).HasTime("sound", 1),
            "Items differ in length, begin and end in silence, and never reach the ends of their range.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Recordings Read(int first, int count) =>
        new([.. Directory.GetFiles(_folder, "*.wav").Order(StringComparer.Ordinal).Skip(first).Take(count)]);

    private static void Write(string path, int number)
    {
        var random = new Random(304_000 + number);
        int length = 160 + random.Next(120);
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(new byte[44]);
        for (int t = 0; t < length; t++)
        {
            double loudness = t < 16 || t > length - 16 ? 0 : 0.3;
            double sound = loudness * (Math.Sin(t * (0.2 + (0.15 * (number % 4)))) + (random.NextDouble() - 0.5));
            writer.Write((short)(sound * short.MaxValue));
        }
    }

    /// <summary>Recordings, read from their files when they are asked for.</summary>
    internal sealed class Recordings(string[] files) : Dataset
    {
        public override long Count => files.Length;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            byte[] file = File.ReadAllBytes(files[index]);
            float[] sound = [.. Enumerable.Range(0, (file.Length - 44) / 2).Select(t => BitConverter.ToInt16(file, 44 + (2 * t)) / 32768f)];
            long label = Path.GetFileNameWithoutExtension(files[index])[^1] - '0';
            return new() { ["sound"] = tensor(sound).unsqueeze(0), ["label"] = tensor(label) };
        }
    }
}
