namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// Forces are the negative gradient of a learnt energy, in every gradient mode (Schuett et al., 2017).
/// </summary>
internal sealed class ForceField : Module<Tensor, (Tensor Energy, Tensor Forces)>
{
    private readonly Module<Tensor, Tensor> _pairEnergy = Sequential(Linear(1, 16), SiLU(), Linear(16, 1));

    public ForceField()
        : base(nameof(ForceField)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new ForceField()).WithInput(n => randn(n, 4, 3));
        return new RightModel(
            nameof(ForceField),
            undeclared,
            undeclared
                .StopsGradientsOnPurpose("_pairEnergy.2.bias", "It shifts the energy, and forces are all that is trained.")
                .WithLoss<(Tensor Energy, Tensor Forces)>((_, output) => Losses.Regression(output.Forces)),
            "It switches gradients on by itself, also under no_grad; the last bias shifts the energy and never "
                + "the forces.");
    }

    /// <param name="positions">Positions of four atoms, <c>[N, 4, 3]</c>.</param>
    /// <returns>Energies <c>[N]</c> and forces <c>[N, 4, 3]</c>.</returns>
    public override (Tensor Energy, Tensor Forces) forward(Tensor positions)
    {
        using var scope = NewDisposeScope();
        bool trains = is_grad_enabled();
        using var _ = enable_grad();
        Tensor x = positions.requires_grad ? positions : positions.detach().requires_grad_(true);
        Tensor difference = x.unsqueeze(1) - x.unsqueeze(2);
        Tensor distance = (difference.square().sum(dim: 3, keepdim: true) + 1e-6).sqrt();
        Tensor energy = _pairEnergy.call((-distance).exp()).sum([1, 2, 3]);
        Tensor forces = autograd.grad(
            [energy], [x], [ones_like(energy)], retain_graph: trains, create_graph: trains)[0].neg();
        return trains
            ? (energy.MoveToOuterDisposeScope(), forces.MoveToOuterDisposeScope())
            : (energy.detach().MoveToOuterDisposeScope(), forces.detach().MoveToOuterDisposeScope());
    }
}
