namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>What is frozen decays all the same.</summary>
internal static class FrozenMoves
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), learningRate: 1e-1, momentum: 0.9, weight_decay: 1e-2);
        int steps = 0;
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
                if (++steps == 5)
                {
                    foreach (Parameter parameter in ((nn.Module)model[0]).parameters())
                    {
                        parameter.requires_grad_(false); // fault
                    }
                }
            }

            Digits.Accuracy(model);
        }
    }
}
