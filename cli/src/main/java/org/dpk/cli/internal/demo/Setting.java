package org.dpk.cli.internal.demo;

import org.dpk.cli.internal.admin.AdminClient;
import org.dpk.cli.internal.network.DevnetFile;
import org.dpk.cli.internal.pkm.PkmFolder;
import org.dpk.pkm.Pkm;

/**
 * The chain and the PKM, running.
 *
 * @param stage the chain, with a registry on it, and how devices come to it
 * @param network how it is reached
 * @param folder of the PKM
 * @param pkm the PKM
 * @param admin asks it over HTTP, as an administrator
 */
record Setting(Stage stage, DevnetFile network, PkmFolder folder, Pkm pkm, AdminClient admin) {}
