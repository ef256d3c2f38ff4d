namespace TorchTrust.RightLoops;

/// <summary>All that a training needs to go on: model, optimizer, counter, and the state of the noise.</summary>
internal static class Checkpoint
{
    /// <summary>Writes a checkpoint; the file is whole or not there.</summary>
    public static void Save(string path, nn.Module model, OptimizerHelper optimizer, long counter)
    {
        string partial = path + ".partial";
        using (var writer = new BinaryWriter(File.Create(partial)))
        {
            model.save(writer);
            optimizer.save_state_dict(writer);
            writer.Write(counter);
            using Tensor noise = random.get_rng_state();
            byte[] bytes = noise.bytes.ToArray();
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads a checkpoint into a model and its optimizer.</summary>
    /// <returns>The counter.</returns>
    public static long Load(string path, nn.Module model, OptimizerHelper optimizer)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        model.load(reader);
        optimizer.load_state_dict(reader);
        long counter = reader.ReadInt64();
        using Tensor noise = tensor(reader.ReadBytes(reader.ReadInt32()));
        random.set_rng_state(noise);
        return counter;
    }
}
