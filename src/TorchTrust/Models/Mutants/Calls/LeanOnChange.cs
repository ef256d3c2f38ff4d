using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Makes the output follow what a declared change does to the input, and nothing else of it: a position that leaks, a unit that was
/// forgotten.
/// </summary>
internal sealed class LeanOnChange : Mutant
{
    /// <summary>As a forgotten position does, by much more than float32 rounds.</summary>
    private const double Share = 0.25;

    /// <inheritdoc/>
    public override string Name => "lean-on-change";

    /// <inheritdoc/>
    public override string Description => $"scales the output by up to {1 + Share} with what a declared change does to the input";

    /// <summary>It stands round the calls of every instance.</summary>
    public override Facet Keeps => Facet.Instances | Facet.Repeatability;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
    [
        .. ((ModelSession)session).Subject.Facts.Relations.Where(
            relation => relation.Kind is RelationKind.Invariant or RelationKind.Equivariant)
            .Select(relation => relation.Change).Distinct(),
    ];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        Relation relation = model.Subject.Facts.Relations.First(relation => relation.Change == site);
        Direction[] directions = Directions(model, relation);
        object?[] given = [];
        model.Rewire = arguments => given = arguments;
        model.Redirect = output =>
        {
            double factor = 1 + (Share * Math.Tanh(directions.Sum(direction => direction.Along(given))));
            return TensorTree.Map(output, (_, tensor) => tensor.is_floating_point() || tensor.is_complex() ? tensor * factor : tensor);
        };
        return new Revert(() =>
        {
            (model.Rewire, model.Redirect) = (null, null);
            Array.ForEach(directions, direction => direction.Dispose());
        });
    }

    /// <summary>
    /// From the inputs that are drawn first, where they are, to what the change makes of them; none where it changes shapes alone.
    /// </summary>
    private static Direction[] Directions(ModelSession model, Relation relation)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        ModelInputs inputs = model.Inputs();
        IReadOnlyList<(string Path, Tensor Tensor)> changed =
            TensorTree.Flatten(RelationProbe.Changed(relation, inputs.Arguments, model.Seed + 900));
        return
        [
            .. from pair in inputs.Leaves.Zip(changed)
               where pair.First.Tensor.shape.AsSpan().SequenceEqual(pair.Second.Tensor.shape)
                   && !TensorBits.AreEqual(pair.First.Tensor, pair.Second.Tensor)
               select Direction.Between(pair.First.Path, TensorDistance.Real(pair.First.Tensor), TensorDistance.Real(pair.Second.Tensor)),
        ];
    }

    /// <summary>How far an input has gone from one value (0) to another (1).</summary>
    private sealed record Direction(string Path, Tensor Origin, Tensor Step) : IDisposable
    {
        public static Direction Between(string path, Tensor from, Tensor to)
        {
            Tensor step = (to - from).nan_to_num(0, 0, 0);
            return new(path, from.clone().DetachFromDisposeScope(), (step / step.square().sum()).DetachFromDisposeScope());
        }

        public double Along(object?[] arguments)
        {
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            return TensorTree.Flatten(arguments).Where(leaf => leaf.Path == Path).Select(leaf => TensorDistance.Real(leaf.Tensor))
                .Where(tensor => tensor.shape.AsSpan().SequenceEqual(Origin.shape))
                .Sum(tensor => ((tensor - Origin) * Step).nan_to_num(0, 0, 0).sum().item<double>());
        }

        public void Dispose()
        {
            Origin.Dispose();
            Step.Dispose();
        }
    }
}
