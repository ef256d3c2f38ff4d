namespace TorchTrust.RightDatasets.Composite;

/// <summary>Molecules as graphs: atoms <c>[A, 5]</c>, bonds <c>[2, B]</c>, their kinds <c>[B]</c>, and an energy.</summary>
internal sealed class Molecules(long seed)
{
    public IReadOnlyList<Molecule> Train { get; } = Make(60, 401);

    public IReadOnlyList<Molecule> Test { get; } = Make(20, 402);

    public static RightDataset Describe()
    {
        DatasetSubject<Molecules> undeclared = DatasetSubject.For(seed => new Molecules(seed))
            .WithSplit("train", molecules => molecules.Train)
            .WithSplit("test", molecules => molecules.Test)
            .WithBatches("train", (molecules, epoch) => molecules.Epoch(epoch));
        return new RightDataset(
            nameof(Molecules),
            DatasetKinds.Graphs | DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("Energy").HasSeveralLengths("Atoms", 0).HasSeveralLengths("Bonds", 1).HasSeveralLengths("Kinds", 0),
            "A batch is one large graph: no dimension of it counts the items, and indices of atoms are shifted in it.");
    }

    public IEnumerable<Molecule> Epoch(long epoch) =>
        Batches.Chunks(Draw.Order(Train.Count, seed, epoch), 12).Select(chunk => Join([.. chunk.Select(index => Train[(int)index])]));

    private static Molecule Join(Molecule[] molecules)
    {
        long first = 0;
        var bonds = new List<Tensor>();
        foreach (Molecule molecule in molecules)
        {
            bonds.Add(molecule.Bonds + first);
            first += molecule.Atoms.shape[0];
        }

        return new Molecule(
            cat([.. molecules.Select(one => one.Atoms)]),
            cat([.. bonds], 1),
            cat([.. molecules.Select(one => one.Kinds)]),
            cat([.. molecules.Select(one => one.Energy)]));
    }

    private static Molecule[] Make(int count, long seed) => [.. Enumerable.Range(0, count).Select(index =>
    {
        using var scope = NewDisposeScope();
        long atoms = 4 + (index % 7);
        Tensor kinds = Draw.Whole((seed * 1000) + index, 5, atoms);
        Tensor from = arange(atoms - 1, dtype: ScalarType.Int64);
        Tensor positions = Draw.Normal((seed * 1000) + index, atoms, 1);
        Tensor energy = (kinds.to(ScalarType.Float32).sum() + positions.pow(2).sum()).reshape(1);
        return new Molecule(
            cat([F.one_hot(kinds, 5).to(ScalarType.Float32), positions], 1).DetachFromDisposeScope(),
            stack([from, from + 1]).DetachFromDisposeScope(),
            Draw.Whole((seed * 2000) + index, 3, atoms - 1).DetachFromDisposeScope(),
            energy.DetachFromDisposeScope());
    })];

    /// <summary>A molecule, or several as one graph.</summary>
    internal sealed record Molecule(Tensor Atoms, Tensor Bonds, Tensor Kinds, Tensor Energy);
}
