using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Applies a softmax to an output before a loss that applies one itself.</summary>
internal sealed class NormalizeOutput : Mutant
{
    /// <inheritdoc/>
    public override string Name => "normalize-output";

    /// <inheritdoc/>
    public override string Description => "applies a softmax to an output before a loss that normalizes it itself";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) => [.. Places((ModelSession)session).Select(place => place.Path)];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        int dimension = Places(model).First(place => place.Path == site).Dimension;
        model.Redirect = output => TensorTree.Map(output, (path, tensor) => path == site ? tensor.softmax(dimension) : tensor);
        return new Revert(() => model.Redirect = null);
    }

    /// <summary>The outputs that the declared loss normalizes, each with the dimension.</summary>
    private static IReadOnlyList<(string Path, int Dimension)> Places(ModelSession session)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs();
        ForwardResult result = session.Run(inputs, ForwardMode.Training);
        var loss = new LossDomain(session, inputs, result);
        return
        [
            .. from leaf in result.Leaves
               where leaf.Tensor.is_floating_point()
               let dimension = Enumerable.Range(0, (int)leaf.Tensor.dim()).Where(dimension => leaf.Tensor.size(dimension) > 1)
                   .Select(dimension => (int?)dimension).FirstOrDefault(dimension => loss.NormalizesAlong(leaf.Path, dimension!.Value))
               where dimension is not null
               select (leaf.Path, dimension.Value),
        ];
    }
}
