namespace TorchTrust.RightModels;

/// <summary>Stands for a file of weights that were trained elsewhere: under each name are the same values whenever it is read.</summary>
internal static class TrainedElsewhere
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">Its shape.</param>
    public static Tensor Read(string name, params long[] shape)
    {
        using var scope = NewDisposeScope();
        long count = shape.Aggregate(1L, (product, size) => product * size);
        Tensor values = ((arange(count, dtype: ScalarType.Float32) * 0.37) + name.Sum(letter => letter)).sin() * 0.1;
        return values.reshape(shape).MoveToOuterDisposeScope();
    }

    /// <summary>Reads each tensor of a state, under the name that it has there, and fills it.</summary>
    /// <param name="state">A state dictionary, whose tensors are those of the module.</param>
    /// <param name="nameOf">The name in the file of what has a name in the state; null for what is not in the file.</param>
    public static void Fill(IReadOnlyDictionary<string, Tensor> state, Func<string, string?> nameOf)
    {
        using var _ = no_grad();
        foreach ((string name, Tensor tensor) in state)
        {
            if (nameOf(name) is { } known)
            {
                using Tensor values = Read(known, tensor.shape);
                tensor.copy_(values);
            }
        }
    }
}
